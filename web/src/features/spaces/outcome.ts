import type { InvitedLine } from "../../api/spaces";
import type { T } from "../../i18n";

/** What became of who was invited, in words. */
export function outcome(t: T, of: InvitedLine["outcome"], mails: boolean): string {
  switch (of) {
    case "invited":
      return t("spaces.outcome.invited");
    case "mailed":
      return mails ? t("spaces.outcome.mailed") : t("spaces.outcome.kept");
    case "member":
      return t("spaces.outcome.member");
    case "invited_before":
      return t("spaces.outcome.before");
    case "unknown":
      return t("spaces.outcome.unknown");
    case "external_closed":
      return t("spaces.outcome.external");
    case "for_approvers":
      return t("spaces.outcome.forApprovers");
    case "limit":
      return t("spaces.outcome.limit");
    case "too_often":
      return t("spaces.outcome.tooOften");
    case "shared":
      return t("spaces.outcome.shared");
    case "blocked":
      return t("spaces.outcome.blocked");
    case "invalid":
      return t("spaces.outcome.invalid");
  }
}
