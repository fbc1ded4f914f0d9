import { EventType, JoinRule, type Room } from "matrix-js-sdk";
import { askAfter } from "./asking";
import { live } from "./live";
import { canSet } from "./roles";
import { successor } from "./rooms";

/** The newer version that this server makes rooms of, where the room has an older one and I may take it there. */
export async function newerVersion(room: Room): Promise<string | null> {
  const { client, me } = live();
  if (successor(room) !== null || !canSet(room, me, EventType.RoomTombstone)) return null;
  const wanted = (await client.getCapabilities())["m.room_versions"]?.default;
  return wanted && Number.parseInt(room.getVersion(), 10) < Number.parseInt(wanted, 10) ? wanted : null;
}

export interface Upgraded {
  readonly to: string;
  /** Members who may not be asked into the new room. */
  readonly missed: number;
}

/** Makes the room anew in another version, and asks its members in where they could not come in by themselves. */
export async function upgrade(room: Room, version: string): Promise<Upgraded> {
  const { client, me } = live();
  await room.loadMembersIfNeeded();
  const members = room.getMembers().filter((m) => m.membership === "join" || m.membership === "invite");
  const asked = room.getJoinRule() === JoinRule.Public ? [] : members.map((m) => m.userId).filter((id) => id !== me);
  return askAfter(client, room.roomId, asked, async () => {
    return (await client.upgradeRoom(room.roomId, version)).replacement_room;
  });
}
