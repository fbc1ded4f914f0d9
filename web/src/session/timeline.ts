import {
  ClientEvent,
  Direction,
  type EventTimeline,
  type EventTimelineSet,
  type MatrixClient,
  type MatrixEvent,
  type Room,
  SyncState,
  type Thread,
  TimelineWindow,
} from "matrix-js-sdk";
import { type Store, store } from "../base/store";

export interface Shown {
  readonly events: readonly MatrixEvent[];
  /** Nothing older exists. */
  readonly atStart: boolean;
  /** New events come in below. */
  readonly atEnd: boolean;
  readonly loading: "first" | "older" | "newer" | null;
  readonly failed: boolean;
  /** Raised whenever older events were put before. */
  readonly generation: number;
}

const pageSize = 40;
const firstPage = 40;
/** How long a jump waits for what sync tells. */
const caughtUpMaxMs = 10_000;
/** Events held at once; the far end is let go beyond. */
const windowMax = 2000;

const empty: Shown = { events: [], atStart: false, atEnd: true, loading: "first", failed: false, generation: 0 };

/** As long as news is on its way, the end of what is known is not the end of the room. */
function isCatchingUp(client: MatrixClient): boolean {
  const state = client.getSyncState();
  if (state === SyncState.Prepared) return client.getSyncStateData()?.fromCache === true;
  return state === null || state === SyncState.Catchup;
}

/**
 * Resolves when what was missed is told, or cannot be: what one finds by a jump before that may stand beyond the end of
 * what is known, and the client would then not put it there.
 */
const caughtUp = (client: MatrixClient): Promise<void> =>
  new Promise((done) => {
    const look = () => {
      if (isCatchingUp(client)) return;
      clearTimeout(late);
      client.off(ClientEvent.Sync, look);
      done();
    };
    const late = setTimeout(() => {
      client.off(ClientEvent.Sync, look);
      done();
    }, caughtUpMaxMs);
    client.on(ClientEvent.Sync, look);
    look();
  });

/** A window on the events of a room or of a discussion: opens anywhere, grows at both ends. */
export class Timeline {
  readonly shown: Store<Shown> = store<Shown>(empty);
  readonly #client: MatrixClient;
  readonly #set: EventTimelineSet;
  #window: TimelineWindow;
  #busy = false;
  /** Where new events went when this was last drawn; it changes when a sync leaves a gap. */
  #live: EventTimeline | null = null;

  constructor(client: MatrixClient, set: EventTimelineSet) {
    this.#client = client;
    this.#set = set;
    this.#window = this.#fresh();
  }

  #fresh = () => new TimelineWindow(this.#client, this.#set, { windowLimit: windowMax });

  /** Opens at an event, or at the end. False when that event cannot be shown. */
  async open(at?: string): Promise<boolean> {
    this.shown.set((s) => ({ ...s, loading: "first", failed: false }));
    return this.#load(at);
  }

  async #load(at?: string): Promise<boolean> {
    if (at !== undefined && !this.#set.getTimelineForEvent(at)) await caughtUp(this.#client);
    const window = this.#fresh();
    const live = this.#set.getLiveTimeline();
    try {
      await window.load(at, firstPage);
      this.#window = window;
      this.#publish({ generation: this.shown.now().generation + 1, loading: null });
      // A discussion that begins gets another end while it is looked at: what was opened is then not where it goes on.
      this.#live = live;
      this.refresh();
      return true;
    } catch {
      if (at === undefined) this.#publish({ failed: true, loading: null });
      return false;
    }
  }

  /** Follows what came by sync. Called when the room moved. */
  refresh(): void {
    const { loading, atEnd } = this.shown.now();
    if (loading === "first") return;
    if (atEnd && this.#set.getLiveTimeline() !== this.#live) {
      // Events are missing between what is shown and what comes now: the end is opened anew.
      this.#live = this.#set.getLiveTimeline();
      void this.#load();
      return;
    }
    while (this.#window.extend(Direction.Forward, pageSize));
    this.#publish({});
  }

  older = (): Promise<void> => this.#page(Direction.Backward);
  newer = (): Promise<void> => this.#page(Direction.Forward);

  async #page(direction: Direction): Promise<void> {
    if (this.#busy || !this.#window.canPaginate(direction)) return;
    this.#busy = true;
    const back = direction === Direction.Backward;
    this.#publish({ loading: back ? "older" : "newer", failed: false });
    try {
      await this.#window.paginate(direction, pageSize);
      this.#publish({ loading: null, generation: this.shown.now().generation + (back ? 1 : 0) });
    } catch {
      this.#publish({ loading: null, failed: true });
    } finally {
      this.#busy = false;
    }
  }

  #publish(part: Partial<Shown>): void {
    const before = this.shown.now();
    const live = this.#set.getLiveTimeline();
    // Where a sync has just left a gap, one still reads the end: it is opened anew as soon as the room moves.
    const gap = before.atEnd && this.#live !== null && this.#live !== live;
    if (!gap) this.#live = live;
    this.shown.set({
      ...before,
      events: this.#window.getEvents(),
      atStart: !this.#window.canPaginate(Direction.Backward),
      atEnd: gap || !this.#window.canPaginate(Direction.Forward),
      ...part,
    });
  }
}

export const roomTimeline = (client: MatrixClient, room: Room): Timeline =>
  new Timeline(client, room.getUnfilteredTimelineSet());

/** The discussion under a message; it exists before its first reply. */
export function threadOf(room: Room, root: string): Thread {
  return room.getThread(root) ?? room.createThread(root, room.findEventById(root), [], true);
}
