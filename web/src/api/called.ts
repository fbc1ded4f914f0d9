import type { T } from "../i18n";
import { Refusal } from "./http";
import { calledIn, profile } from "./matrix";

/** What stands in the place of a name that was not told yet. */
export const nameToCome = "…";

/** How somebody is to be called, in the language of the page. An id is no name: nobody reads one. */
export type Called = (t: T) => string;

/** How somebody is called; null when that could not be learnt for now. */
export const calledAs = (id: string): Promise<Called | null> => profile(id).then(of, absent);

function of(one: Parameters<typeof calledIn>[0]): Called {
  const name = calledIn(one);
  if (name === null) return (t) => t("ui.closed");
  return (t) => name || t("ui.nameless");
}

function absent(failure: unknown): Called | null {
  const none = failure instanceof Refusal && (failure.status === 404 || failure.status === 403);
  return none ? (t) => t("ui.unknown") : null;
}
