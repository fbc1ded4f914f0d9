import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { T } from "../../i18n";

export const codeDigits = 6;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A pause of minutes or hours, as it is said. */
function pause(ms: number, t: T): string {
  return ms > hourMs
    ? t("identity.code.hours", { count: Math.ceil(ms / hourMs) })
    : t("identity.code.minutes", { count: Math.max(1, Math.ceil(ms / minuteMs)) });
}

/** Why no code was sent, or why one lets nobody in. */
export function whyNoCode(failure: unknown, t: T): string {
  if (!(failure instanceof Refusal)) return reasonOf(failure, t);
  switch (failure.code) {
    case "M_INVALID_PARAM":
      return t("identity.code.address.wrong");
    case "M_FORBIDDEN":
      return t("identity.code.wrong");
    case "M_THREEPID_AUTH_FAILED":
      return t("identity.code.over");
    case "M_USER_LOCKED":
      return t("identity.code.locked");
    case "M_RESOURCE_LIMIT_EXCEEDED":
      return t("apply.full");
    case "ORG_MATRIX_EXPIRED_ACCOUNT":
      return t("identity.code.expired");
    case "M_LIMIT_EXCEEDED":
      return (failure.retryAfterMs ?? 0) > minuteMs
        ? t("identity.code.limit", { pause: pause(failure.retryAfterMs ?? 0, t) })
        : reasonOf(failure, t);
    default:
      return reasonOf(failure, t);
  }
}
