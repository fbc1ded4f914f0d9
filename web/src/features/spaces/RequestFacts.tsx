import { useTranslation } from "react-i18next";
import type { SpaceRequest } from "../../api/spaces";
import { dayOf, daysAgo, timeOf } from "../../i18n/dates";
import { useConnected } from "../../session/hooks";
import { localpart } from "../../session/people";
import s from "./spaces.module.css";
import { visibilityName } from "./words";

export function useWhen(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => (daysAgo(ms) === 0 ? t("spaces.today", { time: timeOf(ms) }) : dayOf(ms));
}

/** How somebody is called, as far as this browser knows. */
export function usePersonName(): (id: string) => string {
  const { client } = useConnected();
  return (id) => client.getUser(id)?.displayName || localpart(id);
}

/** Who asked for a space, when, and for how many. */
export function Facts({ of }: { of: SpaceRequest }) {
  const { t } = useTranslation();
  const name = usePersonName();
  const when = useWhen();
  const count = of.wish.members_expected ?? 0;
  return (
    <p className={s.meta}>
      {name(of.by)}, {when(of.at)} · {visibilityName(t, of.wish.visibility)}
      {count > 0 ? ` · ${t("spaces.people", { count })}` : null}
    </p>
  );
}
