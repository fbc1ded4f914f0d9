import { EventType, type IEvent, Method, type Room } from "matrix-js-sdk";
import { plain } from "../base/names";
import { live } from "./live";
import { nameOf } from "./overview";
import { refusalOf } from "./rooms";

/** How it came that I am not in a room any more. */
export interface Parting {
  readonly how: "left" | "removed" | "banned" | "declined";
  /** What the room was called; null when it had no name. */
  readonly name: string | null;
  readonly reason: unknown;
}

type Membership = Pick<IEvent, "sender" | "content"> & { readonly prev?: Record<string, unknown> | undefined };

/** Reads it from my membership; null where that does not say so. */
export function partingIn({ sender, content, prev }: Membership, me: string): Omit<Parting, "name"> | null {
  const { membership, reason } = content;
  if (membership === "ban") return { how: "banned", reason };
  if (membership !== "leave") return null;
  if (sender === me) return { how: "left", reason: undefined };
  return { how: prev?.membership === "knock" ? "declined" : "removed", reason };
}

/** A state of a room as it was when I left; null when there is none for me. */
async function stateAt<T extends object>(room: string, type: string, key: string): Promise<T | null> {
  const path = `/rooms/${encodeURIComponent(room)}/state/${type}/${encodeURIComponent(key)}`;
  try {
    return await live().client.http.authedRequest<T>(Method.Get, path, { format: "event" });
  } catch (failure) {
    if (/^M_(NOT_FOUND|FORBIDDEN|INVALID_PARAM)$/.test(refusalOf(failure))) return null;
    throw failure;
  }
}

/** How I parted from a room: as this browser knows, or else as the server does. Null when I never was in it. */
export async function partingFrom(id: string, room: Room | null): Promise<Parting | null> {
  const { me } = live();
  const known = room?.getMember(me)?.events.member;
  if (room && known) {
    const here = { sender: known.getSender()!, content: known.getContent(), prev: known.getPrevContent() };
    const parting = partingIn(here, me);
    if (parting) return { ...parting, name: nameOf(room) };
  }
  const told = await stateAt<IEvent>(id, EventType.RoomMember, me);
  const parting = told && partingIn({ ...told, prev: told.unsigned?.prev_content }, me);
  if (!parting) return null;
  return { ...parting, name: await nameAtParting(id) };
}

/** What a room was called when I left it; null when it had no name, or does not say. */
async function nameAtParting(id: string): Promise<string | null> {
  const name: unknown = (await stateAt<IEvent>(id, EventType.RoomName, ""))?.content.name;
  return typeof name === "string" ? plain(name) || null : null;
}
