import { useTranslation } from "react-i18next";
import type { SpaceRequest } from "../../api/spaces";
import { dayOf, daysAgo, timeOf } from "../../i18n/dates";
import { useNameOf } from "../../session/named";
import { visibilityName } from "../../shell/spaceWords";
import s from "./spaces.module.css";

export function useWhen(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => (daysAgo(ms) === 0 ? t("spaces.today", { time: timeOf(ms) }) : dayOf(ms));
}

/** Who asked for a space, when, and for how many. */
export function Facts({ of }: { of: SpaceRequest }) {
  const { t } = useTranslation();
  const name = useNameOf(of.by);
  const when = useWhen();
  const count = of.wish.members_expected ?? 0;
  return (
    <p className={s.meta}>
      {name}, {when(of.at)} · {visibilityName(t, of.wish.visibility)}
      {count > 0 ? ` · ${t("spaces.people", { count })}` : null}
    </p>
  );
}
