import { type Apart, type ApartApp, apartApps, type WholeSpace } from "../api/spaces";
import type { T } from "../i18n";

/** What may be set apart of a space, as it is said within a sentence. */
export function apartName(t: T, of: ApartApp): string {
  switch (of) {
    case "feed":
      return t("apart.feed");
    case "tasks":
      return t("apart.tasks");
    case "decisions":
      return t("apart.decisions");
  }
}

/** What an app is to somebody, as it is said within a sentence. */
export function grantName(t: T, app: ApartApp, grant: string): string {
  switch (`${app} ${grant}`) {
    case "feed none":
      return t("apart.feed.none");
    case "feed read":
      return t("apart.feed.read");
    case "feed write":
      return t("apart.feed.write");
    case "tasks none":
      return t("apart.tasks.none");
    case "tasks own":
      return t("apart.tasks.own");
    case "tasks all":
      return t("apart.tasks.all");
    case "tasks validate":
      return t("apart.tasks.validate");
    case "decisions none":
      return t("apart.decisions.none");
    case "decisions own":
      return t("apart.decisions.own");
    case "decisions read":
      return t("apart.decisions.read");
    case "decisions write":
      return t("apart.decisions.write");
    case "decisions take":
      return t("apart.decisions.take");
    default:
      return t("apart.usual");
  }
}

/** At the beginning of a line. */
export const capital = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** The apps of a space that may be set apart for somebody. */
export const apartAppsOf = (space: WholeSpace): readonly ApartApp[] =>
  apartApps.filter((app) => (app === "feed" ? space.feed_room !== undefined : space.apps?.includes(app)));

/** For how many people an app of a space is set apart. */
export const apartCount = (space: WholeSpace, app: ApartApp): number =>
  (space.apart ?? []).filter((one) => one.app === app).length;

/** What is closed to me of a space, of one app. */
export const closedTo = (space: WholeSpace, me: string, app: string): Apart | undefined =>
  space.apart?.find((one) => one.user_id === me && one.app === app && one.grant === "none");
