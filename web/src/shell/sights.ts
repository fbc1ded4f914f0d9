import type { ApartApp, Sight, Sights } from "../api/spaces";
import type { T } from "../i18n";

const members = (t: T): Record<ApartApp, Record<Sight, string>> => ({
  feed: { all: t("seen.feed.members.all"), own: t("seen.feed.members.own"), none: t("seen.feed.members.none") },
  tasks: { all: t("seen.tasks.members.all"), own: t("seen.tasks.members.own"), none: t("seen.tasks.members.none") },
  decisions: {
    all: t("seen.decisions.members.all"),
    own: t("seen.decisions.members.own"),
    none: t("seen.decisions.members.none"),
  },
});

const guests = (t: T): Record<ApartApp, Record<Sight, string>> => ({
  feed: { all: t("seen.feed.guests.all"), own: t("seen.feed.guests.own"), none: t("seen.feed.guests.none") },
  tasks: { all: t("seen.tasks.guests.all"), own: t("seen.tasks.guests.own"), none: t("seen.tasks.guests.none") },
  decisions: {
    all: t("seen.decisions.guests.all"),
    own: t("seen.decisions.guests.own"),
    none: t("seen.decisions.guests.none"),
  },
});

const here = (t: T): Record<Sight, string> => ({
  all: t("seen.here.all"),
  own: t("seen.here.own"),
  none: t("seen.here.none"),
});

/** What is seen of an app, and by whom, as the server tells it. */
export const whatIsSeen = (t: T, app: ApartApp, sights: Sights): string =>
  [members(t)[app][sights.members], guests(t)[app][sights.guests], here(t)[sights.guests_here]].join(" ");
