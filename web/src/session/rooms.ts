import {
  ClientPrefix,
  EventType,
  type HistoryVisibility,
  JoinRule,
  MatrixError,
  Method,
  Preset,
  type Room,
  Visibility,
} from "matrix-js-sdk";
import { plain } from "../base/names";
import { live } from "./live";
import { directRooms } from "./overview";
import { isUserId, localpart, type Person } from "./people";
import { placeless } from "./placeless";

/** What is done to rooms themselves, and to who is in them. */

/** Who may enter a new room: those invited, also those whose request is accepted, or everybody. */
export type Entry = "invited" | "asking" | "everybody";

export interface NewRoom {
  readonly name: string;
  readonly topic: string;
  readonly entry: Entry;
  readonly invite: readonly string[];
}

/// spec: client-server-api#post_matrixclientv3createroom. In clear: no screen of this release claims otherwise.
export async function createRoom({ name, topic, entry, invite }: NewRoom): Promise<string> {
  const asking = { type: EventType.RoomJoinRules, state_key: "", content: { join_rule: JoinRule.Knock } };
  const { room_id } = await live().client.createRoom({
    name,
    ...(topic ? { topic } : {}),
    preset: entry === "everybody" ? Preset.PublicChat : Preset.PrivateChat,
    visibility: entry === "invited" ? Visibility.Private : Visibility.Public,
    invite: [...invite],
    initial_state: entry === "asking" ? [asking] : [],
  });
  return room_id;
}

/** The conversation with one person: the one there is, or a new one. */
export async function directWith(userId: string): Promise<string> {
  const { client } = live();
  const known = [...directRooms(client)].find(([id, user]) => {
    const room = client.getRoom(id);
    const theirs = room?.getMember(userId)?.membership;
    return user === userId && room?.getMyMembership() === "join" && (theirs === "join" || theirs === "invite");
  });
  if (known) return known[0];
  const { room_id } = await client.createRoom({ preset: Preset.TrustedPrivateChat, is_direct: true, invite: [userId] });
  await markDirect(room_id, userId);
  return room_id;
}

async function markDirect(roomId: string, userId: string): Promise<void> {
  const { client } = live();
  const now = { ...client.getAccountData(EventType.Direct)?.getContent<Record<string, string[]>>() };
  const mine = now[userId] ?? [];
  if (!mine.includes(roomId))
    await client.setAccountData(EventType.Direct, { ...now, [userId]: [...mine, roomId] } as never);
}

/** Accepts an invitation, or enters a room that is open. */
export async function enter(roomIdOrAlias: string, direct?: string | null): Promise<string> {
  const room = await live().client.joinRoom(roomIdOrAlias);
  if (direct) await markDirect(room.roomId, direct).catch(() => undefined);
  return room.roomId;
}

/** What a room says of itself to somebody who is not in it. */
export interface Door {
  readonly id: string;
  readonly name: string;
  readonly topic: string | null;
  readonly members: number;
  /** How one comes in; `space` is as a member of the space it is of, `closed` by invitation alone. */
  readonly entry: "open" | "space" | "ask" | "closed";
}

interface Summary {
  readonly room_id: string;
  readonly name?: string;
  readonly canonical_alias?: string;
  readonly topic?: string;
  readonly num_joined_members: number;
  readonly join_rule?: string;
}

function entryOf(rule: string | undefined): Door["entry"] {
  switch (rule) {
    case JoinRule.Knock:
      return "ask";
    case JoinRule.Invite:
    case JoinRule.Private:
      return "closed";
    case JoinRule.Restricted:
    case "knock_restricted":
      return "space";
    default:
      return "open";
  }
}

const doorOf = (r: Summary): Door => ({
  id: r.room_id,
  name: plain(r.name ?? "") || (r.canonical_alias ?? r.room_id),
  topic: r.topic ? plain(r.topic) : null,
  members: r.num_joined_members,
  entry: entryOf(r.join_rule),
});

/** Looks at the door of a room; null when there is none, or none for me. */
export async function lookAt(roomIdOrAlias: string): Promise<Door | null> {
  const path = `/room_summary/${encodeURIComponent(roomIdOrAlias)}`;
  try {
    const { http } = live().client;
    return doorOf(
      await http.authedRequest<Summary>(Method.Get, path, undefined, undefined, { prefix: ClientPrefix.V1 }),
    );
  } catch (failure) {
    if (/^M_(NOT_FOUND|FORBIDDEN|INVALID_PARAM)$/.test(refusalOf(failure))) return null;
    throw failure;
  }
}

/// spec: client-server-api#post_matrixclientv3knockroomidoralias
export async function askToEnter(roomIdOrAlias: string, reason: string): Promise<string> {
  const { room_id } = await live().client.knockRoom(roomIdOrAlias, reason ? { reason } : {});
  return room_id;
}

/** Leaves a room. The server goes on knowing that I was in it, so that a link to it says why it is closed. */
export const leave = (roomId: string): Promise<unknown> => live().client.leave(roomId);

/** Refuses an invitation or takes back a request, of which nothing is left. */
export async function turnDown(roomId: string): Promise<void> {
  await leave(roomId);
  await live()
    .client.forget(roomId)
    .catch(() => undefined);
}

export const invite = (roomId: string, userId: string): Promise<unknown> => live().client.invite(roomId, userId);
export const kick = (roomId: string, userId: string): Promise<unknown> => live().client.kick(roomId, userId);
export const ban = (roomId: string, userId: string): Promise<unknown> => live().client.ban(roomId, userId);
export const unban = (roomId: string, userId: string): Promise<unknown> => live().client.unban(roomId, userId);

export async function setFavourite(room: Room, on: boolean): Promise<void> {
  const { client } = live();
  if (on) await client.setRoomTag(room.roomId, "m.favourite", { order: 0.5 });
  else await client.deleteRoomTag(room.roomId, "m.favourite");
}

/** The person of an id; null when nobody has it. */
async function personNamed(id: string): Promise<Person | null> {
  try {
    const { displayname, avatar_url } = await live().client.getProfileInfo(id);
    return { id, name: plain(displayname ?? "") || localpart(id), picture: avatar_url ?? null };
  } catch (failure) {
    // Who may not look at profiles learns from the invitation itself whether there is such a person.
    if (refusalOf(failure) === "M_FORBIDDEN") return { id, name: localpart(id), picture: null };
    if (/^M_(NOT_FOUND|INVALID_PARAM)$/.test(refusalOf(failure))) return null;
    throw failure;
  }
}

const doesOf = (found: object): { does?: string } => {
  const said = (found as Record<string, unknown>)["fr.parvis.function"];
  return typeof said === "string" && plain(said) ? { does: plain(said) } : {};
};

/** Looks for people by name, id, or what they do. */
export async function findPeople(term: string): Promise<Person[]> {
  const { client, me } = live();
  const { results } = await client.searchUserDirectory({ term, limit: 20 });
  const found = results.map((r) => ({
    id: r.user_id,
    name: plain(r.display_name ?? "") || localpart(r.user_id),
    picture: r.avatar_url ?? null,
    ...doesOf(r),
  }));
  if (isUserId(term) && !found.some((p) => p.id === term)) {
    const named = await personNamed(term);
    if (named) found.unshift(named);
  }
  return found.filter((p) => p.id !== me);
}

export interface PublicRoom extends Door {
  readonly alias: string | null;
}

/** One page of the rooms that are open to all. */
export async function publicRooms(
  term: string,
  since: string | undefined,
): Promise<{ rooms: PublicRoom[]; next: string | undefined }> {
  const answer = await live().client.publicRooms({
    limit: 30,
    ...(since ? { since } : {}),
    ...(term ? { filter: { generic_search_term: term } } : {}),
  });
  const rooms = answer.chunk
    .filter((r) => r.room_type !== "m.space")
    .map((r) => ({ ...doorOf(r), alias: r.canonical_alias ?? null }));
  return { rooms, next: answer.next_batch };
}

/** What the settings of a room hold. */
export interface RoomFacts {
  readonly name: string;
  readonly topic: string;
  readonly picture: string | null;
  readonly joinRule: JoinRule;
  readonly history: HistoryVisibility;
  readonly alias: string | null;
  readonly version: string;
}

const text = (room: Room, type: string, field: string): string => {
  const value: unknown = room.currentState.getStateEvents(type, "")?.getContent()[field];
  return typeof value === "string" ? value : "";
};

export const factsOf = (room: Room): RoomFacts => ({
  name: plain(text(room, EventType.RoomName, "name")),
  topic: text(room, EventType.RoomTopic, "topic").split("\n").map(plain).join("\n"),
  picture: room.getMxcAvatarUrl(),
  joinRule: room.getJoinRule(),
  history: room.getHistoryVisibility(),
  alias: room.getCanonicalAlias(),
  version: room.getVersion(),
});

/** The room that took this one's place. */
export function successor(room: Room): string | null {
  const next: unknown = room.currentState.getStateEvents(EventType.RoomTombstone, "")?.getContent().replacement_room;
  return typeof next === "string" && next ? next : null;
}

const state = (roomId: string, type: string, content: object): Promise<unknown> =>
  live().client.sendStateEvent(roomId, type as never, content as never, "");

export const setName = (roomId: string, name: string): Promise<unknown> => state(roomId, EventType.RoomName, { name });
export const setTopic = (roomId: string, topic: string): Promise<unknown> =>
  state(roomId, EventType.RoomTopic, { topic });
export const setHistory = (roomId: string, to: HistoryVisibility): Promise<unknown> =>
  state(roomId, EventType.RoomHistoryVisibility, { history_visibility: to });
export const setJoinRule = (roomId: string, to: JoinRule): Promise<unknown> =>
  state(roomId, EventType.RoomJoinRules, { join_rule: to });

/** What says whom a room admits from outside: by its rule, once and for all, and after that by a decision. */
export const rulesType = "im.vector.room.access_rules";
export const externalsType = "fr.parvis.externals";

/** Opens a room to people from outside who are invited, or closes it to them, which takes out those who are there. */
export function admitExternals(room: Room, admitted: boolean): Promise<unknown> {
  const rules = room.currentState.getStateEvents(rulesType as never, "")?.getContent() ?? {};
  const opened = rules.rule === "unrestricted";
  return admitted && !opened
    ? state(room.roomId, rulesType, { ...rules, rule: "unrestricted" })
    : state(room.roomId, externalsType, { admitted });
}

export async function setPicture(roomId: string, file: File): Promise<void> {
  const picture = await placeless(file);
  const { content_uri } = await live().client.uploadContent(picture, { name: file.name, type: file.type });
  await state(roomId, EventType.RoomAvatar, { url: content_uri });
}

/** Gives the room an address that people can type, or takes it away. */
export async function setAlias(room: Room, localName: string): Promise<void> {
  const { client, me } = live();
  const before = room.getCanonicalAlias();
  const alias = localName ? `#${localName}:${me.replace(/^[^:]*:/, "")}` : null;
  if (alias === before) return;
  if (alias) {
    const taken = await client.getRoomIdForAlias(alias).then(
      (a) => a.room_id,
      () => null,
    );
    if (taken && taken !== room.roomId) throw new AliasTaken(alias);
    if (!taken) await client.createAlias(alias, room.roomId);
  }
  await state(room.roomId, EventType.RoomCanonicalAlias, alias ? { alias } : {});
  if (before) await client.deleteAlias(before).catch(() => undefined);
}
export class AliasTaken extends Error {}

export const published = async (roomId: string): Promise<boolean> =>
  (await live().client.getRoomDirectoryVisibility(roomId)).visibility === Visibility.Public;
export const publish = (roomId: string, on: boolean): Promise<unknown> =>
  live().client.setRoomDirectoryVisibility(roomId, on ? Visibility.Public : Visibility.Private);

/** The errcode of a failed call; `NETWORK` when no answer came. */
export const refusalOf = (failure: unknown): string =>
  failure instanceof MatrixError ? (failure.errcode ?? "M_UNKNOWN") : "NETWORK";
