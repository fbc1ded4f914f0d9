import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { WholeSpace } from "../api/spaces";
import { Audience } from "../ui/parts";

/** Who reads what stands in a space, or in its feed. */
export function SpaceAudience({ space, root, feed = false }: { space: WholeSpace; root: string; feed?: boolean }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { people, guests } = (feed ? space.feed_audience : undefined) ??
    space.audience ?? { people: space.members ?? 0, guests: space.guests ?? 0 };
  const words = (
    <>
      {t("ui.audience", { count: people })}
      {guests > 0 ? (
        <>
          , <b>{t("ui.audienceGuests", { count: guests })}</b>
        </>
      ) : space.audience?.externals === "admitted" ? (
        <>
          , <b>{t("ui.audienceOpen")}</b>
        </>
      ) : null}
    </>
  );
  return <Audience words={words} onClick={() => go(`${root}/members`)} />;
}
