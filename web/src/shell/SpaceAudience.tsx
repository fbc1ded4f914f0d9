import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { ApartApp, WholeSpace } from "../api/spaces";
import { Audience, AudienceWords } from "../ui/parts";
import { apartCount } from "./apartWords";
import { whyPart } from "./WhyPanel";

/** Who reads what stands in a space, or in its feed. */
export function SpaceAudience({ space, root, of: app }: { space: WholeSpace; root: string; of: ApartApp }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const apart = apartCount(space, app);
  const { people, guests } = (app === "feed" ? space.feed_audience : undefined) ??
    space.audience ?? { people: space.members ?? 0, guests: space.guests ?? 0 };
  const words = (
    <>
      <AudienceWords people={people} guests={guests} />
      {guests === 0 && space.audience?.externals === "admitted" ? (
        <>
          , <b>{t("ui.audienceOpen")}</b>
        </>
      ) : null}
      {apart > 0 ? `, ${t("apart.audience", { count: apart })}` : null}
    </>
  );
  return <Audience words={words} onClick={() => go(`${root}/${app}/${whyPart}`)} />;
}
