import type { JournalLine } from "../../api/organisations";
import type { T } from "../../i18n";
import { paperName } from "./paperName";

/** What was done, as a sentence; a deed that this page does not know is said as the server names it. */
export function deedOf({ deed, about }: JournalLine, t: T): string {
  switch (deed) {
    case "create organisation":
      return t("admin.deed.created", { about });
    case "change organisation":
      return about === "access rules on"
        ? t("admin.deed.rulesOn")
        : about === "access rules off"
          ? t("admin.deed.rulesOff")
          : t("admin.deed.changed", { about });
    case "set domains":
      return about ? t("admin.deed.domains", { about }) : t("admin.deed.noDomains");
    case "admit addresses":
      return t("admin.deed.admitted", { about });
    case "import people":
      return t("admin.deed.imported", { about });
    case "cancel import":
      return t("admin.deed.importCancelled", { about });
    case "remove import":
      return t("admin.deed.importRemoved", { about });
    case "drop address":
      return t("admin.deed.dropped", { about });
    case "make member":
      return t("admin.deed.member", { about });
    case "make approver":
      return t("admin.deed.approver", { about });
    case "make administrator":
      return t("admin.deed.administrator", { about });
    case "end post":
      return t("admin.deed.ended", { about });
    case "invite external":
      return t("admin.deed.invited", { about });
    case "extend external":
      return t("admin.deed.extended", { about });
    case "end external":
      return t("admin.deed.externalEnded", { about });
    case "report reopened":
      return t("admin.deed.reportReopened", { about });
    case "look over move":
      return t("admin.deed.lookedOver", { about });
    case "spend directory":
      return t("admin.deed.spent");
    case "report dismiss":
      return t("admin.deed.reportDismissed", { about });
    case "report warn":
      return t("admin.deed.reportWarned", { about });
    case "report redact":
      return t("admin.deed.reportRedacted", { about });
    case "report suspend":
      return t("admin.deed.reportSuspended", { about });
    case "write paper":
      return t("admin.deed.paper", { about: paperName(about, t) });
    case "write bulletin":
      return t("admin.deed.bulletin", { about });
    case "withdraw bulletin":
      return t("admin.deed.bulletinWithdrawn", { about });
    case "grant claim":
      return t("admin.deed.granted", { about });
    case "make entry code":
      return t("admin.deed.code", { about });
    case "withdraw entry code":
      return t("admin.deed.codeWithdrawn", { about });
    case "come by address":
      return t("admin.deed.came", { about });
    case "go by address":
      return t("admin.deed.went", { about });
    case "extend account":
      return t("admin.deed.accountExtended", { about });
    case "renew account":
      return t("admin.deed.renewed", { about });
    default:
      return `${deed} ${about}`;
  }
}

/** What somebody looked at, as a sentence; likewise. */
export function accessOf({ deed, about }: JournalLine, t: T): string {
  switch (deed) {
    case "look at report":
      return t("admin.access.report");
    case "read accounts":
      return t("admin.access.accounts");
    case "read account":
      return t("admin.access.account", { about });
    case "read devices":
      return t("admin.access.devices", { about });
    case "read members":
      return t("admin.access.members");
    case "read externals":
      return t("admin.access.externals");
    case "read addresses":
      return t("admin.access.addresses");
    case "read mails":
      return t("admin.access.mails");
    case "read mail":
      return t("admin.access.mail", { about });
    case "read room":
      return t("admin.access.room", { about });
    case "read rooms of person":
      return t("admin.access.roomsOf", { about });
    case "export members":
      return t("admin.access.exportMembers", { about });
    case "export confirmations":
      return t("admin.access.exportConfirmations");
    case "export import":
      return t("admin.access.exportImport");
    case "fetch copy":
      return t("admin.access.copy");
    case "read journal":
      return t("admin.access.journal");
    case "export journal":
      return t("admin.access.exportJournal");
    case "read accesses":
      return t("admin.access.accesses");
    case "export accesses":
      return t("admin.access.exportAccesses");
    default:
      return `${deed} ${about}`;
  }
}
