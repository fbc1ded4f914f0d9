import { Refusal } from "../../api/http";
import type { T } from "../../i18n";
import { whyNot } from "../../shell/whyNot";

/** Why somebody does not come in by a mailbox that others read, too. */
export function whyNoSharer(failure: unknown, t: T): string {
  if (failure instanceof Refusal) {
    if (failure.status === 409) return t("mailbox.name.taken");
    if (failure.code === "M_NOT_FOUND") return t("mailbox.over");
    if (failure.code === "M_FORBIDDEN") return t("mailbox.wrong");
    if (failure.code === "M_RESOURCE_LIMIT_EXCEEDED") return t("mailbox.full");
    if (failure.code === "M_USER_LOCKED") return t("identity.code.locked");
    if (failure.code === "ORG_MATRIX_EXPIRED_ACCOUNT") return t("identity.code.expired");
    if (failure.code === "M_WEAK_PASSWORD") return t("refusal.passwordWeak");
  }
  return whyNot(failure, t);
}
