import type { T } from "../i18n";
import { Refusal } from "./http";

/** What to say of a refusal around the account: what happened, and what to do next. `forbidden` names what does not fit. */
export function reasonOf(failure: unknown, t: T, forbidden = t("refusal.password")): string {
  if (!(failure instanceof Refusal)) return t("refusal.unknown");
  switch (failure.code) {
    case "NETWORK":
      return t("refusal.network");
    case "M_FORBIDDEN":
      return failure.body["fr.parvis.by_code"] === true ? t("refusal.byCode") : forbidden;
    case "FR_PARVIS_SECOND_FACTOR":
      return t("refusal.further");
    case "M_USER_DEACTIVATED":
      return t("refusal.deactivated");
    case "M_USER_SUSPENDED":
      return t("refusal.suspended");
    case "ORG_MATRIX_EXPIRED_ACCOUNT":
      return t("refusal.expired");
    case "M_LIMIT_EXCEEDED":
      return t("refusal.limit", { count: Math.max(1, Math.ceil((failure.retryAfterMs ?? 1000) / 1000)) });
    case "M_USER_IN_USE":
      return t("refusal.nameTaken");
    case "M_EXCLUSIVE":
    case "M_INVALID_USERNAME":
      return t("refusal.nameInvalid");
    case "M_WEAK_PASSWORD":
      return t("refusal.passwordWeak");
    case "M_TOO_LARGE":
      return t("refusal.tooLarge");
    default:
      return failure.trace ? t("refusal.fault", { reference: failure.trace }) : t("refusal.unknown");
  }
}
