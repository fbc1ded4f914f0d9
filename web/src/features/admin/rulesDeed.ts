import type { T } from "../../i18n";

type Say = (t: T) => string;

/** What who is exempt did against the rules of a room, by how the server's word for it begins. */
const attempts: readonly (readonly [string, Say])[] = [
  ["room_made", (t) => t("journal.passed.made")],
  ["rule_", (t) => t("journal.passed.access")],
  ["visibility_", (t) => t("journal.passed.access")],
  ["clear_", (t) => t("journal.passed.access")],
  ["join_rule_", (t) => t("journal.passed.entry")],
  ["encrypted", (t) => t("journal.passed.encrypted")],
  ["external_invited", (t) => t("journal.passed.invited")],
  ["external_joining", (t) => t("journal.passed.joined")],
  ["third_member", (t) => t("journal.passed.third")],
  ["renamed", (t) => t("journal.passed.renamed")],
  ["level_", (t) => t("journal.passed.level")],
  ["retention_", (t) => t("journal.passed.retention")],
];

/** The attempt, the id of the room and, where it has one, its name. */
const passed = /^(\S+) \S+(?: (.+))?$/s;

export function passedOver(about: string, t: T): string {
  const [, attempt = "", room] = passed.exec(about) ?? [];
  const say = attempts.find(([begins]) => attempt.startsWith(begins))?.[1];
  const what = say ? say(t) : t("journal.passed.other");
  return room ? t("journal.passed.in", { room, what }) : t("journal.passed", { what });
}

const exempt = "access rules exempt:";
const validity = /^accounts hold (\d+) days$/;

/** Where one change ends and another begins. */
const next = /, (?=access rules |guests by |accounts hold \d)/;

/** What of an organisation was changed, where the server has words for it. */
export const changed = (about: string, t: T): string =>
  about
    .split(next)
    .map((one) => changedOne(one, t))
    .join(" · ");

function changedOne(about: string, t: T): string {
  const days = validity.exec(about)?.[1];
  if (days) return t("journal.validity", { count: Number(days) });
  if (about === "access rules on") return t("admin.deed.rulesOn");
  if (about === "access rules off") return t("admin.deed.rulesOff");
  if (about === "guests by agents") return t("journal.guests.agents");
  if (about === "guests by approvers") return t("journal.guests.approvers");
  if (about === "access rules exempt nobody") return t("journal.exempt.nobody");
  if (!about.startsWith(exempt)) return t("admin.deed.changed", { about });
  const who = about.slice(exempt.length).trim();
  return who ? t("journal.exempt", { who }) : t("journal.exempt.running");
}

/** How many people one list of invitations into a space named, the name of which may hold colons, too. */
export function invitedByList(about: string, t: T): string {
  const at = about.lastIndexOf(": ");
  return t("journal.invited", { space: about.slice(0, at), count: Number(about.slice(at + 2)) });
}
