import { ask } from "./http";

/** What makes a notification: every message, only what is about me, or nothing. */
export type Notices = "all" | "mine" | "none";

interface Rule {
  readonly rule_id: string;
  readonly enabled: boolean;
}
type Rules = { global: { override?: Rule[]; underride?: Rule[] } };

const rules = "/_matrix/client/v3/pushrules";
/** The rules by which a message that names nobody notifies; direct messages have their own, which stay. */
const everybody = [".m.rule.message", ".m.rule.encrypted"];
const master = ".m.rule.master";

/** spec: cs-api#push-rules (an enabled master rule silences everything) */
export async function notices(): Promise<Notices> {
  const { global } = await ask<Rules>(`${rules}/`);
  if (global.override?.find((r) => r.rule_id === master)?.enabled) return "none";
  return global.underride?.find((r) => r.rule_id === everybody[0])?.enabled === false ? "mine" : "all";
}

const enable = (kind: string, id: string, enabled: boolean) =>
  ask<unknown>(`${rules}/global/${kind}/${id}/enabled`, { method: "PUT", body: { enabled } });

export async function setNotices(next: Notices): Promise<void> {
  if (next !== "none") for (const id of everybody) await enable("underride", id, next === "all");
  await enable("override", master, next === "none");
}
