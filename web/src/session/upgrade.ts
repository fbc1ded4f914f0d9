import { EventType, JoinRule, MatrixError, type Room } from "matrix-js-sdk";
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
  readonly id: string;
  /** Members who could not be asked into the new room. */
  readonly missed: number;
}

const pauseMs = 1000;
const asksMax = 20;

/** Asks somebody in; where that was too soon, as often as the server says when to come back. True when they were asked. */
export async function asked(invite: () => Promise<unknown>, wait: (ms: number) => Promise<void>): Promise<boolean> {
  for (let asks = 1; ; asks++) {
    try {
      await invite();
      return true;
    } catch (failure) {
      if (!(failure instanceof MatrixError) || failure.httpStatus !== 429 || asks === asksMax) return false;
      await wait(failure.getRetryAfterMs() ?? pauseMs);
    }
  }
}

const waited = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Makes the room anew in another version, and asks its members in where they could not come in by themselves. */
export async function upgrade(room: Room, version: string): Promise<Upgraded> {
  const { client, me } = live();
  await room.loadMembersIfNeeded();
  const { replacement_room: id } = await client.upgradeRoom(room.roomId, version);
  if (room.getJoinRule() === JoinRule.Public) return { id, missed: 0 };
  let missed = 0;
  for (const { userId } of room.getMembers().filter((m) => m.membership === "join" || m.membership === "invite"))
    if (userId !== me && !(await asked(() => client.invite(id, userId), waited))) missed++;
  return { id, missed };
}
