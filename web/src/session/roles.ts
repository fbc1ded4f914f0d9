import { EventType, type Room } from "matrix-js-sdk";

/** What a power level means to a person. */
export type Role = "creator" | "animator" | "moderator" | "contributor" | "reader";

const animatorLevel = 100;
const moderatorLevel = 50;

interface Levels {
  readonly users?: Record<string, number>;
  readonly users_default?: number;
  readonly events?: Record<string, number>;
  readonly events_default?: number;
  readonly state_default?: number;
  readonly invite?: number;
  readonly kick?: number;
  readonly ban?: number;
  readonly redact?: number;
}

const stateOf = (room: Room, type: string): Record<string, unknown> | undefined =>
  room.currentState.getStateEvents(type, "")?.getContent();

const levels = (room: Room): Levels | undefined => stateOf(room, EventType.RoomPowerLevels);

/// spec: rooms/v12: those who create a room stand above every level, for ever.
function creators(room: Room): ReadonlySet<string> {
  const create = room.currentState.getStateEvents(EventType.RoomCreate, "");
  if (!create) return new Set();
  const { room_version: version, additional_creators: more } = create.getContent<{
    room_version?: string;
    additional_creators?: unknown;
  }>();
  const sender = create.getSender();
  if (Number.parseInt(version ?? "1", 10) < 12) return new Set();
  const others = Array.isArray(more) ? more.filter((u): u is string => typeof u === "string") : [];
  return new Set(sender ? [sender, ...others] : others);
}

/** The power of a person in a room; Infinity for those who created it, since room version 12. */
export function levelOf(room: Room, userId: string): number {
  if (creators(room).has(userId)) return Number.POSITIVE_INFINITY;
  const all = levels(room);
  if (!all)
    return room.currentState.getStateEvents(EventType.RoomCreate, "")?.getSender() === userId ? animatorLevel : 0;
  return all.users?.[userId] ?? all.users_default ?? 0;
}

export function roleOf(room: Room, userId: string): Role {
  const level = levelOf(room, userId);
  if (level === Number.POSITIVE_INFINITY) return "creator";
  if (level >= animatorLevel) return "animator";
  if (level >= moderatorLevel) return "moderator";
  return level >= needed(room, "send") ? "contributor" : "reader";
}

/** The level that a role stands for when it is given. */
export function levelFor(room: Room, role: Exclude<Role, "creator">): number {
  if (role === "animator") return animatorLevel;
  if (role === "moderator") return moderatorLevel;
  const writing = needed(room, "send");
  return role === "contributor" ? Math.max(0, writing) : Math.min(0, writing) - 1;
}

export type Act = "send" | "invite" | "kick" | "ban" | "redact" | "react" | "delete";

function needed(room: Room, act: Act): number {
  const all = levels(room);
  switch (act) {
    case "invite":
      return all?.invite ?? 0;
    case "kick":
      return all?.kick ?? moderatorLevel;
    case "ban":
      return all?.ban ?? moderatorLevel;
    case "redact":
      return all?.redact ?? moderatorLevel;
    case "send":
      return all?.events?.[EventType.RoomMessage] ?? all?.events_default ?? 0;
    case "react":
      return all?.events?.[EventType.Reaction] ?? all?.events_default ?? 0;
    case "delete":
      return all?.events?.[EventType.RoomRedaction] ?? all?.events_default ?? 0;
  }
}

/** True when this person may do that in this room. */
export const can = (room: Room, userId: string, act: Act): boolean =>
  room.getMyMembership() === "join" && levelOf(room, userId) >= needed(room, act);

/** True when this person may change that part of the room's state. */
export function canSet(room: Room, userId: string, type: string): boolean {
  const all = levels(room);
  const wanted = all?.events?.[type] ?? all?.state_default ?? (all ? moderatorLevel : 0);
  return room.getMyMembership() === "join" && levelOf(room, userId) >= wanted;
}

/** True when `by` stands above `other`: only then may `other` be removed, banned or given another role. */
export const above = (room: Room, by: string, other: string): boolean => levelOf(room, by) > levelOf(room, other);

/** The roles that `by` may give to `other`; empty when none. */
export function givable(room: Room, by: string, other: string): Exclude<Role, "creator">[] {
  if (!canSet(room, by, EventType.RoomPowerLevels)) return [];
  if (by !== other && !above(room, by, other)) return [];
  if (levelOf(room, other) === Number.POSITIVE_INFINITY) return [];
  const roles = ["animator", "moderator", "contributor", "reader"] as const;
  return roles.filter((role) => levelFor(room, role) <= levelOf(room, by));
}

export async function setRole(room: Room, userId: string, role: Exclude<Role, "creator">): Promise<void> {
  await room.client.setPowerLevel(room.roomId, userId, levelFor(room, role));
}
