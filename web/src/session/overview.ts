import { EventType, type MatrixClient, type MatrixEvent, NotificationCountType, type Room } from "matrix-js-sdk";
import { plain } from "../base/names";
import type { SpaceLine } from "./counts";
import { invitesToNotices } from "./house";
import type { Person } from "./people";
import { personOf } from "./people";
import { pollTypes } from "./polls";
import { can } from "./roles";
import { isFeed, spaceLinesOf } from "./spaces";

const openRules: readonly string[] = ["public", "restricted", "knock_restricted"];
const isOpenTo = (rule: string): boolean => openRules.includes(rule);

/** A room as a line of the list. */
export interface RoomSummary {
  readonly id: string;
  readonly name: string;
  /** The other person of a direct conversation. */
  readonly person: (Person & { picture: string | null }) | null;
  readonly picture: string | null;
  readonly unread: boolean;
  readonly mentions: number;
  readonly favourite: boolean;
  readonly muted: boolean;
  /** Messages that I have not read, as far as they notify me. */
  readonly count: number;
  /** People who ask to come in and whom I may let in. */
  readonly requests: number;
  /** Others than those invited may enter: everybody, or the members of a space. */
  readonly isOpen: boolean;
  /** Time of the last message; 0 when there is none. */
  readonly lastTs: number;
}

export interface Invitation {
  readonly id: string;
  readonly name: string;
  readonly from: Person | null;
  readonly direct: boolean;
  readonly reason: string | null;
}

/** A room that I asked to come into. */
export interface Request {
  readonly id: string;
  readonly name: string;
}

export interface Overview {
  /** Latest first. */
  readonly rooms: readonly RoomSummary[];
  readonly invitations: readonly Invitation[];
  readonly requests: readonly Request[];
  readonly spaces: readonly SpaceLine[];
  /** Spaces that I am invited to. */
  readonly spaceInvitations: readonly Invitation[];
}

/** The person each direct conversation is with, by room. */
export function directRooms(client: MatrixClient): Map<string, string> {
  const content: unknown = client.getAccountData(EventType.Direct)?.getContent();
  const out = new Map<string, string>();
  for (const [user, rooms] of Object.entries((content ?? {}) as Record<string, unknown>)) {
    if (Array.isArray(rooms)) for (const id of rooms) if (typeof id === "string") out.set(id, user);
  }
  return out;
}

const said = new Set<string>([EventType.RoomMessage, EventType.RoomMessageEncrypted, EventType.Sticker, ...pollTypes]);
const isSaid = (event: MatrixEvent) => said.has(event.getType()) && !event.isRedacted() && !event.isState();
const isHeard = (room: Room, event: MatrixEvent) => !room.client.isUserIgnored(event.getSender()!);

/** The last thing said in the room, threads apart. */
export function lastSaid(room: Room): MatrixEvent | undefined {
  return room
    .getLiveTimeline()
    .getEvents()
    .findLast((e) => isSaid(e) && isHeard(room, e) && e.getRelation()?.rel_type !== "m.replace");
}

/** What the server told me that I have not read. That I came into its room after the first notice says nothing of whether I read it. */
export function unreadNotices(room: Room, me: string): readonly MatrixEvent[] {
  const events = room.getLiveTimeline().getEvents();
  const read = room.getEventReadUpTo(me, true);
  const from = events.findLastIndex((e) => e.getId() === read) + 1;
  return events.slice(from).filter((e) => isSaid(e) && e.getSender() !== me);
}

/** True when somebody else said something that I have not read. */
export function isUnread(room: Room, me: string): boolean {
  if (room.getUnreadNotificationCount(NotificationCountType.Total) > 0) return true;
  if (room.tags["m.server_notice"]) return unreadNotices(room, me).length > 0;
  const last = lastSaid(room);
  return last !== undefined && last.getSender() !== me && !room.hasUserReadEvent(me, last.getId()!);
}

/** The name of a room, safe to show. */
export const nameOf = (room: Room): string => plain(room.name) || room.getCanonicalAlias() || room.roomId;

function summaryOf(client: MatrixClient, room: Room, direct: Map<string, string>): RoomSummary {
  const me = client.getUserId()!;
  const other = direct.get(room.roomId);
  const last = lastSaid(room);
  const muted =
    client.getRoomPushRule("global", room.roomId)?.actions.length === 0 ||
    client.pushRules?.global.override?.some((r) => r.rule_id === room.roomId && r.enabled) === true;
  return {
    id: room.roomId,
    name: nameOf(room),
    person: other ? personOf(room, other) : null,
    picture: room.getMxcAvatarUrl(),
    unread: isUnread(room, me),
    mentions: room.getUnreadNotificationCount(NotificationCountType.Highlight),
    favourite: room.tags["m.favourite"] !== undefined,
    muted,
    count: room.getUnreadNotificationCount(NotificationCountType.Total),
    requests: can(room, me, "invite") ? room.getMembersWithMembership("knock").length : 0,
    isOpen: isOpenTo(room.getJoinRule()),
    lastTs: last?.getTs() ?? 0,
  };
}

function invitationOf(room: Room, me: string): Invitation {
  const mine = room.getMember(me)?.events.member;
  const from = mine?.getSender();
  const { is_direct: direct, reason } = (mine?.getContent() ?? {}) as { is_direct?: unknown; reason?: unknown };
  return {
    id: room.roomId,
    name: nameOf(room),
    from: from ? personOf(room, from) : null,
    direct: direct === true,
    reason: typeof reason === "string" ? plain(reason) : null,
  };
}

/** Every room of mine that is a conversation, and every invitation. */
export function overview(client: MatrixClient): Overview {
  const me = client.getUserId()!;
  const direct = directRooms(client);
  const rooms: RoomSummary[] = [];
  const invitations: Invitation[] = [];
  const requests: Request[] = [];
  const spaceInvitations: Invitation[] = [];
  for (const room of client.getVisibleRooms()) {
    const membership = room.getMyMembership();
    if (room.isSpaceRoom()) {
      if (membership === "invite") spaceInvitations.push(invitationOf(room, me));
      continue;
    }
    // A feed is read in its space.
    if (isFeed(room)) continue;
    if (membership === "join") rooms.push(summaryOf(client, room, direct));
    else if (membership === "invite") {
      if (!invitesToNotices(room, me)) invitations.push(invitationOf(room, me));
    } else if (membership === "knock") requests.push({ id: room.roomId, name: nameOf(room) });
  }
  const order = (a: RoomSummary, b: RoomSummary) => b.lastTs - a.lastTs || a.name.localeCompare(b.name, "fr");
  const spaces = spaceLinesOf(client, (room) => isUnread(room, me));
  return { rooms: rooms.sort(order), invitations, requests, spaces, spaceInvitations };
}

/** What is about me and not yet read: mentions, unread direct conversations, invitations and requests to come in. */
export function forMeIn({ rooms, invitations }: Overview, but?: string): number {
  const others = rooms.filter((r) => r.id !== but);
  const direct = others.filter((r) => r.person && r.unread && r.mentions === 0 && !r.muted).length;
  return invitations.length + direct + others.reduce((sum, r) => sum + r.mentions + r.requests, 0);
}

/** What is about me in feeds and not yet read, and spaces that I am invited to. */
export const forMeInSpacesOf = ({ spaces, spaceInvitations }: Overview): number =>
  spaceInvitations.length + spaces.reduce((sum, space) => sum + space.feedMentions, 0);
