import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { WholeSpace } from "../../api/spaces";
import { apartCount } from "../../shell/apartWords";
import { whyPart } from "../../shell/WhyPanel";
import { Audience } from "../../ui/parts";

/** Who sees the tasks of a space: its members all of them, its guests those that are theirs. */
export function TaskAudience({ space, root }: { space: WholeSpace; root?: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { people, guests } = space.audience ?? { people: space.members ?? 0, guests: space.guests ?? 0 };
  const apart = apartCount(space, "tasks");
  const words = (
    <>
      {t("ui.audience", { count: people - guests })}
      {guests > 0 ? (
        <>
          {", "}
          <b>{t("tasks.audienceGuests", { count: guests })}</b>
        </>
      ) : null}
      {apart > 0 ? `, ${t("apart.audience", { count: apart })}` : null}
    </>
  );
  return <Audience words={words} {...(root ? { onClick: () => go(`${root}/tasks/${whyPart}`) } : {})} />;
}
