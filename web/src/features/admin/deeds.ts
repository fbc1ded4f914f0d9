import type { JournalLine } from "../../api/organisations";
import type { T } from "../../i18n";
import { paperName } from "./paperName";
import { changed, invitedByList, passedOver } from "./rulesDeed";

type Sentence = (about: string, t: T) => string;

/** What was done, as sentences, by the server's words for it. */
const deeds: Readonly<Record<string, Sentence>> = {
  "create organisation": (about, t) => t("admin.deed.created", { about }),
  "change organisation": (about, t) => t("admin.deed.changed", { about }),
  "change organisation rules": changed,
  "set domains": (about, t) => (about ? t("admin.deed.domains", { about }) : t("admin.deed.noDomains")),
  "admit addresses": (about, t) => t("admin.deed.admitted", { about }),
  "import people": (about, t) => t("admin.deed.imported", { about }),
  "cancel import": (about, t) => t("admin.deed.importCancelled", { about }),
  "remove import": (about, t) => t("admin.deed.importRemoved", { about }),
  "drop address": (about, t) => t("admin.deed.dropped", { about }),
  "share mailbox": (about, t) => t("mailbox.deed.shared", { about }),
  "unshare mailbox": (about, t) => t("mailbox.deed.unshared", { about }),
  "hand over reset code": (about, t) => t("mailbox.deed.reset", { about }),
  "make member": (about, t) => t("admin.deed.member", { about }),
  "make approver": (about, t) => t("admin.deed.approver", { about }),
  "make administrator": (about, t) => t("admin.deed.administrator", { about }),
  "end post": (about, t) => t("admin.deed.ended", { about }),
  "suspend account": (about, t) => t("admin.deed.suspended", { about }),
  "lift suspension": (about, t) => t("admin.deed.resumed", { about }),
  "sign out account": (about, t) => t("admin.deed.signedOut", { about }),
  "end account": (about, t) => t("admin.deed.accountEnded", { about }),
  "say function": (about, t) => t("admin.deed.function", { about }),
  "remove second factors": (about, t) => t("admin.deed.factorsRemoved", { about }),
  "set entry rules": (about, t) =>
    about.endsWith("second factor asked") ? t("admin.deed.factorAsked") : t("admin.deed.entryRules"),
  "invite external": (about, t) => t("admin.deed.invited", { about }),
  "ask for more time": (about, t) => t("admin.deed.longerAsked", { about }),
  "ask for own time": (_, t) => t("admin.deed.longerWished"),
  "decline more time": (about, t) => t("admin.deed.longerDeclined", { about }),
  "take back more time": (about, t) => t("admin.deed.longerTakenBack", { about }),
  "name animator": (about, t) => t("admin.deed.animatorNamed", { about }),
  "name room administrator": (about, t) => t("admin.deed.roomNamed", { about }),
  "pass over access rules": passedOver,
  "take room over": (about, t) => t("admin.deed.roomTaken", { about }),
  "extend external": (about, t) => t("admin.deed.extended", { about }),
  "end external": (about, t) => t("admin.deed.externalEnded", { about }),
  "look over move": (about, t) => t("admin.deed.lookedOver", { about }),
  "spend directory": (_, t) => t("admin.deed.spent"),
  "report dismiss": (about, t) => t("admin.deed.reportDismissed", { about }),
  "report warn": (about, t) => t("admin.deed.reportWarned", { about }),
  "report redact": (about, t) => t("admin.deed.reportRedacted", { about }),
  "report suspend": (about, t) => t("admin.deed.reportSuspended", { about }),
  "report reopened": (about, t) => t("admin.deed.reportReopened", { about }),
  "write paper": (about, t) => t("admin.deed.paper", { about: paperName(about, t) }),
  "write bulletin": (about, t) => t("admin.deed.bulletin", { about }),
  "withdraw bulletin": (about, t) => t("admin.deed.bulletinWithdrawn", { about }),
  "grant claim": (about, t) => t("admin.deed.granted", { about }),
  "answer objection": (about, t) => t("objection.deed", { about }),
  "make entry code": (about, t) => t("admin.deed.code", { about }),
  "withdraw entry code": (about, t) => t("admin.deed.codeWithdrawn", { about }),
  "make space code": (about, t) => t("admin.deed.spaceCode", { about }),
  "withdraw space code": (about, t) => t("admin.deed.spaceCodeWithdrawn", { about }),
  "approve space": (about, t) => t("admin.deed.spaceApproved", { about }),
  "refuse space": (about, t) => t("admin.deed.spaceRefused", { about }),
  "invite by list": invitedByList,
  "come as external": (about, t) => t("admin.deed.cameAsGuest", { about }),
  "come by entry code": (about, t) => t("admin.deed.cameByCode", { about }),
  "come by address": (about, t) => t("admin.deed.came", { about }),
  "go by address": (about, t) => t("admin.deed.went", { about }),
  "extend account": (about, t) => t("admin.deed.accountExtended", { about }),
  "renew account": (about, t) => t("admin.deed.renewed", { about }),
  "open pilot": (about, t) => t("apply.deed.opened", { about }),
  "close pilot": (about, t) => t("apply.deed.closed", { about }),
  "extend pilot": (about, t) => t("apply.deed.extended", { about }),
  "make directory token": (about, t) => t("directory.deed.tokenMade", { about }),
  "revoke directory token": (_, t) => t("directory.deed.tokenRevoked"),
  "add person by directory": (about, t) => t("directory.deed.personAdded", { about }),
  "change person by directory": (about, t) => t("directory.deed.personChanged", { about }),
  "keep out by directory": (about, t) => t("directory.deed.personOut", { about }),
  "let in by directory": (about, t) => t("directory.deed.personIn", { about }),
  "remove person by directory": (about, t) => t("directory.deed.personRemoved", { about }),
  "add group by directory": (about, t) => t("directory.deed.groupAdded", { about }),
  "change group by directory": (about, t) => t("directory.deed.groupChanged", { about }),
  "remove group by directory": (about, t) => t("directory.deed.groupRemoved", { about }),
  "open space to guests": (about, t) => t("admin.deed.guestsIn", { about }),
  "close space to guests": (about, t) => t("admin.deed.guestsOut", { about }),
  "open space to group": (about, t) => t("directory.deed.groupOpened", { about }),
  "close space to group": (about, t) => t("directory.deed.groupClosed", { about }),
};

/** What was done; a deed that this page does not know is said as the server names it. */
export const deedOf = ({ deed, about }: JournalLine, t: T): string => deeds[deed]?.(about, t) ?? `${deed} ${about}`;

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
    case "find people":
      return t("admin.access.candidates");
    case "read externals":
      return t("admin.access.externals");
    case "read addresses":
      return t("admin.access.addresses");
    case "read mailboxes":
      return t("mailbox.access");
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
    case "read import":
      return t("admin.access.import");
    case "read moves":
      return t("admin.access.moves");
    case "read claims":
      return t("admin.access.claims");
    case "read objections":
      return t("objection.access");
    case "read heirs":
      return t("admin.access.heirs");
    case "read spaces":
      return t("admin.access.spaces");
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
