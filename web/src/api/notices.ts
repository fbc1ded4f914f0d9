import { ask, Refusal } from "./http";

/** What makes a notification: every message, only what is about me, or nothing. */
export type Notices = "all" | "mine" | "none";

interface Rule {
  readonly rule_id: string;
  readonly enabled: boolean;
  readonly actions: readonly unknown[];
}
type Rules = { global: { override?: Rule[]; room?: Rule[]; underride?: Rule[] } };

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

/** What makes a notification in one room; `same`: what does everywhere. */
export type RoomNotices = "same" | Notices;

/** A room has a rule of its own: above all others to be silent, among the rooms' for everything or mentions alone. */
export async function roomNotices(room: string): Promise<RoomNotices> {
  const { global } = await ask<Rules>(`${rules}/`);
  const ofRoom = (all: readonly Rule[] | undefined) => all?.find((r) => r.rule_id === room && r.enabled);
  if (ofRoom(global.override)) return "none";
  const own = ofRoom(global.room);
  return own ? (own.actions.includes("notify") ? "all" : "mine") : "same";
}

export async function setRoomNotices(room: string, next: RoomNotices): Promise<void> {
  const at = (kind: "override" | "room") => `${rules}/global/${kind}/${encodeURIComponent(room)}`;
  if (next === "none") {
    const conditions = [{ kind: "event_match", key: "room_id", pattern: room }];
    await ask<unknown>(at("override"), { method: "PUT", body: { conditions, actions: [] } });
  } else if (next !== "same") {
    await ask<unknown>(at("room"), { method: "PUT", body: { actions: next === "all" ? ["notify"] : [] } });
  }
  for (const kind of ["override", "room"] as const) {
    if (next === "none" ? kind === "room" : kind === "override" || next === "same") await remove(at(kind));
  }
}

async function remove(path: string): Promise<void> {
  try {
    await ask<unknown>(path, { method: "DELETE" });
  } catch (failure) {
    if (!(failure instanceof Refusal) || failure.code !== "M_NOT_FOUND") throw failure;
  }
}
