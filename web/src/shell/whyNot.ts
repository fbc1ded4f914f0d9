import { Refusal } from "../api/http";
import { reasonOf } from "../api/reasons";
import type { T } from "../i18n";

const minuteMs = 60_000;

/** Why a second factor was not taken. */
export function whyNot(failure: unknown, t: T): string {
  if (failure instanceof Refusal && failure.status === 404) return t("factor.over");
  if (failure instanceof Refusal && failure.status === 429 && (failure.retryAfterMs ?? 0) > minuteMs) {
    return t("factor.tooMany");
  }
  // What a browser says when its person closes the window of the key, or has none.
  if (failure instanceof DOMException) return t("factor.key.none");
  return reasonOf(failure, t, t("factor.wrong"));
}
