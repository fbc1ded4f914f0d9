import type { Room, RoomMember } from "matrix-js-sdk";
import { plain } from "../base/names";

export interface Person {
  readonly id: string;
  readonly name: string;
  /** `mxc://…` */
  readonly picture: string | null;
  /** What they do, where they say so and the directory told. */
  readonly does?: string;
}

/** `@` and server taken away: what is left of an id when a person has no name. */
export const localpart = (userId: string): string => plain(userId.replace(/^@/, "").replace(/:.*$/, "")) || userId;

/** True for what is a whole id, be there such a person or not. */
export const isUserId = (text: string): boolean => /^@[^:\s]+:\S+$/.test(text);

export const memberPerson = (member: RoomMember): Person => ({
  id: member.userId,
  name: memberName(member),
  picture: member.getMxcAvatarUrl() ?? null,
});

/** The name of a member; two members of one name are told apart by their id. */
function memberName(member: RoomMember): string {
  const name = plain(member.rawDisplayName ?? "");
  if (!name || name === member.userId) return localpart(member.userId);
  return member.disambiguate ? `${name} (${member.userId})` : name;
}

export function personOf(room: Room, userId: string): Person {
  const member = room.getMember(userId);
  if (member) return memberPerson(member);
  const user = room.client.getUser(userId);
  return { id: userId, name: plain(user?.displayName ?? "") || localpart(userId), picture: user?.avatarUrl ?? null };
}

/** Persons of a room in the order of their names. */
export function joined(room: Room): Person[] {
  return room
    .getJoinedMembers()
    .map(memberPerson)
    .sort((a, b) => a.name.localeCompare(b.name, "fr"));
}
