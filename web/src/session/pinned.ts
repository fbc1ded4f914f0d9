import { EventType, type IEvent, Method, type Room } from "matrix-js-sdk";
import { live } from "./live";

/** As many as a person looks through. */
const shownMax = 100;
/** How often a list is written anew because others wrote theirs at the same moment. */
const writesMax = 6;

/// spec: client-server-api#mroompinned_events. Latest first.
export const pinnedIn = (room: Room): readonly string[] => allPinned(room).slice(0, shownMax);

const allPinned = (room: Room): readonly string[] =>
  idsOf(room.currentState.getStateEvents(EventType.RoomPinnedEvents, "")?.getContent());

function idsOf(content: unknown): readonly string[] {
  const { pinned } = (content ?? {}) as { pinned?: unknown };
  if (!Array.isArray(pinned)) return [];
  const ids = pinned.filter((id): id is string => typeof id === "string");
  return [...new Set(ids.reverse())];
}

/** What is pinned once a message is, or no longer is: what else is pinned stays, however much. Latest first. */
export const pinnedAfter = (all: readonly string[], event: string, on: boolean): readonly string[] => {
  const others = all.filter((id) => id !== event);
  return on ? [event, ...others] : others;
};

type Ids = readonly string[];

/** Where the list is written: as a whole, whatever stood there before. */
export interface Board {
  /** Gives back the id of what was written. */
  write(all: Ids): Promise<string>;
  /** What stands there now, and what the writing of that id took the place of. */
  read(written: string): Promise<{ readonly now: Ids; readonly before: Ids }>;
}

const less = (a: Ids, b: Ids): Ids => a.filter((id) => !b.includes(id));

/**
 * The list to write again, when others wrote between what was known and what was written, or after it; or null. What
 * they added comes back. What they took down may have been lost by somebody else as well: they look after it themselves.
 */
function lacking(known: Ids, { now, before }: { now: Ids; before: Ids }, event: string, on: boolean): Ids | null {
  const lost = less(less(before, known), now);
  return lost.length === 0 && now.includes(event) === on ? null : pinnedAfter([...lost, ...now], event, on);
}

/** Pins a message on a board, or takes it down, and loses nothing that others pin at the same moment. */
export async function pinOn(board: Board, known: Ids, event: string, on: boolean): Promise<void> {
  let base = known;
  let all: Ids | null = pinnedAfter(known, event, on);
  for (let writes = 1; all && writes <= writesMax; writes++) {
    const there = await board.read(await board.write(all));
    all = lacking(base, there, event, on);
    base = there.now;
  }
}

/** Pins a message in its room, or takes it down. */
export function pin(room: Room, event: string, on: boolean): Promise<void> {
  const { client } = live();
  const at = `/rooms/${encodeURIComponent(room.roomId)}`;
  const ask = (path: string) => client.http.authedRequest<IEvent>(Method.Get, at + path, { format: "event" });
  const board: Board = {
    write: async (all) => {
      const content = { pinned: all.toReversed() };
      return (await client.sendStateEvent(room.roomId, EventType.RoomPinnedEvents, content, "")).event_id;
    },
    read: async (written) => {
      const mine = await ask(`/event/${encodeURIComponent(written)}`);
      const now = await ask(`/state/${EventType.RoomPinnedEvents}/`);
      return { now: idsOf(now.content), before: idsOf(mine.unsigned?.prev_content) };
    },
  };
  return pinOn(board, allPinned(room), event, on);
}
