import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { WholeSpace } from "../api/spaces";
import { Audience } from "../ui/parts";

/** Who reads what stands in a space. */
export function SpaceAudience({ space, root }: { space: WholeSpace; root: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { people, guests } = space.audience ?? { people: space.members ?? 0, guests: space.guests ?? 0 };
  const words = (
    <>
      {t("ui.audience", { count: people })}
      {guests > 0 ? (
        <>
          , <b>{t("ui.audienceGuests", { count: guests })}</b>
        </>
      ) : null}
    </>
  );
  return <Audience words={words} onClick={() => go(`${root}/members`)} />;
}
