import { EventType, type IEvent, Method, type Room } from "matrix-js-sdk";
import { live } from "./live";

/** As many as a person looks through. */
const shownMax = 100;
/** How often a list is written anew because others wrote theirs at the same moment. */
const writesMax = 6;
/** How many writings are looked at, to know what others did. */
const writingsMax = 20;

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

/** What a writing of the list means to change in it. */
export interface Deeds {
  readonly on: Ids;
  readonly off: Ids;
  /** It brings about again what others did and an old list undid; what somebody did meanwhile holds against it. */
  readonly again?: boolean;
}

/** One writing of the list. */
export interface Written {
  readonly id: string;
  readonly all: Ids;
  /** What it took the place of, and the id of the writing of that. */
  readonly before: Ids;
  readonly replaced: string | undefined;
  /** Absent where a client wrote that says only what the list is. */
  readonly deeds: Deeds | undefined;
}

/** Where the list is written: as a whole, whatever stood there before. */
export interface Board {
  write(all: Ids, deeds: Deeds): Promise<unknown>;
  /** Null where it is not, or no more, for me to see. */
  written(id: string): Promise<Written | null>;
  /** The last writing. */
  last(): Promise<Written>;
}

const less = (a: Ids, b: Ids): Ids => a.filter((id) => !b.includes(id));
const changed = (all: Ids, { on, off }: Deeds): Ids => less([...less(on, all), ...all], off);

/** What is pinned when what each of these writings meant is done, one after the other. Latest writing first. */
function meant(writings: readonly Written[]): Ids {
  const oldest = writings.at(-1)!;
  // Where it is not known what stood there before, that writing is trusted.
  let all = oldest.replaced ? oldest.before : less(oldest.all, oldest.deeds?.on ?? oldest.all);
  const settled = new Set<string>();
  for (const { deeds, all: listed, before } of writings.toReversed()) {
    const { on, off, again } = deeds ?? { on: less(listed, before), off: less(before, listed) };
    const open = again ? (id: string) => !settled.has(id) : () => true;
    all = changed(all, { on: on.filter(open), off: off.filter(open) });
    if (!again) for (const id of [...on, ...off]) settled.add(id);
  }
  return all;
}

/** The last writing and those before it, back to the one that was known. */
async function since(board: Board, known: string | undefined): Promise<readonly Written[]> {
  const found = [await board.last()];
  while (found.length < writingsMax) {
    const { id, replaced } = found.at(-1)!;
    const next = !replaced || id === known || replaced === known ? null : await board.written(replaced);
    if (!next) break;
    found.push(next);
  }
  return found;
}

/**
 * Pins a message on a board, or takes it down, and undoes nothing that others do at the same moment: whoever wrote looks
 * whether the list is what all writings meant, and writes it anew where an old list came between.
 */
export async function pinOn(
  board: Board,
  known: { readonly id: string | undefined; readonly all: Ids },
  event: string,
  on: boolean,
): Promise<void> {
  if (known.all.includes(event) === on) return;
  let all = pinnedAfter(known.all, event, on);
  let deeds: Deeds = { on: on ? [event] : [], off: on ? [] : [event] };
  for (let writes = 1; writes <= writesMax; writes++) {
    await board.write(all, deeds);
    const writings = await since(board, known.id);
    const now = writings[0]!.all;
    const wanted = meant(writings);
    deeds = { on: less(wanted, now), off: less(now, wanted), again: true };
    if (deeds.on.length + deeds.off.length === 0) return;
    all = changed(now, deeds);
  }
}

const deedsKey = "parvis.deeds";

function deedsOf(content: unknown): Deeds | undefined {
  const { on, off, again } = ((content as Record<string, unknown> | undefined)?.[deedsKey] ?? {}) as Partial<Deeds>;
  const areIds = (ids: unknown): ids is Ids => Array.isArray(ids) && ids.every((id) => typeof id === "string");
  return areIds(on) && areIds(off) ? { on, off, again: again === true } : undefined;
}

const writtenIn = ({ event_id, content, unsigned }: IEvent): Written => ({
  id: event_id,
  all: idsOf(content),
  before: idsOf(unsigned?.prev_content),
  replaced: unsigned?.replaces_state,
  deeds: deedsOf(content),
});

/** Pins a message in its room, or takes it down. */
export function pin(room: Room, event: string, on: boolean): Promise<void> {
  const { client } = live();
  const at = `/rooms/${encodeURIComponent(room.roomId)}`;
  const ask = (path: string) => client.http.authedRequest<IEvent>(Method.Get, at + path, { format: "event" });
  const board: Board = {
    write: (all, deeds) => {
      const content = { pinned: all.toReversed(), [deedsKey]: deeds };
      return client.sendStateEvent(room.roomId, EventType.RoomPinnedEvents, content, "");
    },
    written: (id) => ask(`/event/${encodeURIComponent(id)}`).then(writtenIn, () => null),
    last: async () => writtenIn(await ask(`/state/${EventType.RoomPinnedEvents}/`)),
  };
  const known = room.currentState.getStateEvents(EventType.RoomPinnedEvents, "")?.getId();
  return pinOn(board, { id: known, all: allPinned(room) }, event, on);
}
