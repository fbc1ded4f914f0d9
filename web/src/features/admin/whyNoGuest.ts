import { Refusal } from "../../api/http";
import type { T } from "../../i18n";
import { why } from "./why";

/** Says why somebody was not invited from outside: nobody was, and into no space. */
export function whyNoGuest(failure: unknown, t: T): string {
  const { field, reason } = failure instanceof Refusal ? failure.body : {};
  if (field === "space" && failure instanceof Refusal && [403, 404].includes(failure.status)) {
    if (reason === "closed") return t("admin.guests.space.closed");
    if (failure.code === "M_INVITE_BLOCKED") return t("admin.guests.space.unwilling");
    return t("admin.guests.space.refused");
  }
  return why({ conflict: (t) => conflict(reason, t), missing: (t) => t("admin.people.unknown") })(failure, t);
}

function conflict(reason: unknown, t: T): string {
  switch (reason) {
    case "agent":
      return t("admin.guests.isAgent");
    case "guest":
      return t("admin.guests.isGuest");
    case "address":
      return t("admin.guests.ofHouse");
    case "shared":
      return t("admin.guests.shared");
    default:
      return t("admin.guests.changed");
  }
}
