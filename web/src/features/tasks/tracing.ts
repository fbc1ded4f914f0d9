import { passing, pause } from "../../api/following";
import { type Board, board, type Card, type Changes, sinceNow } from "../../api/tasks";
import { type Trace, tracesIn } from "../../api/taskTalk";
import { store } from "../../base/store";
import { hearBoard } from "./hearing";

type Traces = ReadonlyMap<string, readonly Card[]>;
const pauseMs = 5000;

const byEvent = (traces: readonly Trace[]): Traces => {
  const all = new Map<string, Card[]>();
  for (const { event, task } of traces) all.set(event, [...(all.get(event) ?? []), task]);
  return all;
};

/** Tasks that were made of messages of one room, as they stand: followed while anybody looks at the room. */
export class Tracing {
  readonly shown = store<Traces>(new Map());
  /** The boards on which they stand, by their spaces. */
  readonly boards = store<ReadonlyMap<string, Board>>(new Map());
  readonly #room: string;
  readonly #around: string | null;
  readonly #followed = new Set<string>();
  #end = new AbortController();
  #watching = 0;
  #asking: Promise<void> | null = null;

  /** `around`: the space in which the room stands. */
  constructor(room: string, around: string | null) {
    this.#room = room;
    this.#around = around;
  }

  watch(): () => void {
    if (this.#watching++ === 0) {
      this.#end = new AbortController();
      if (this.#around) void this.#follow(this.#around, this.#end.signal);
      void this.again();
    }
    return () => {
      if (--this.#watching > 0) return;
      this.#end.abort();
      this.#followed.clear();
    };
  }

  /** Asks what there is now; once at a time. */
  again(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const traces = await tracesIn(this.#room).catch(() => null);
    if (!traces || this.#watching === 0) return;
    const until = this.#end.signal;
    this.shown.set(byEvent(traces));
    for (const space of new Set(traces.map((trace) => trace.task.space))) void this.#follow(space, until);
  }

  /** A change of a task that is shown is shown; any other may be of one that was just tied to a message. */
  #hear(cards: readonly Card[]): void {
    const known = new Set([...this.shown.now().values()].flat().map((card) => card.id));
    const now = new Map(cards.map((card) => [card.id, card]));
    this.shown.set((all) => new Map([...all].map(([event, old]) => [event, old.map((c) => now.get(c.id) ?? c)])));
    if (cards.some((card) => !known.has(card.id))) void this.again();
  }

  #put(space: string, told: Board): void {
    this.boards.set((all) => new Map(all).set(space, told));
  }

  async #follow(space: string, until: AbortSignal): Promise<void> {
    if (this.#followed.has(space)) return;
    this.#followed.add(space);
    let since: string | null = null;
    const on = (told: Changes) => {
      since = told.reset ? null : told.since;
      if (told.reset || told.gone?.length) void this.again();
      if (told.board) this.#put(space, told.board);
      if (told.tasks?.length) this.#hear(told.tasks);
    };
    while (!until.aborted) {
      // A tab that nobody looks at hears nothing.
      if (document.visibilityState === "hidden") await shownAgain(until);
      const looking = new AbortController();
      const hidden = () => document.visibilityState === "hidden" && looking.abort();
      document.addEventListener("visibilitychange", hidden);
      try {
        if (since === null) {
          since = await sinceNow(space, until);
          this.#put(space, await board(space, until));
        }
        await hearBoard(space, since, AbortSignal.any([until, looking.signal]), on);
      } catch (why) {
        if (until.aborted) return;
        if (looking.signal.aborted) continue;
        if (!passing(why)) return;
        await pause(pauseMs, until);
      } finally {
        document.removeEventListener("visibilitychange", hidden);
      }
    }
  }
}

/** Resolves when somebody looks at the page again, or nobody wants to know any more. */
const shownAgain = (until: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const end = () => {
      document.removeEventListener("visibilitychange", end);
      until.removeEventListener("abort", end);
      done();
    };
    document.addEventListener("visibilitychange", end);
    until.addEventListener("abort", end);
  });

const tracings = new Map<string, Tracing>();
const keptMax = 50;

/** What somebody knows of a room; `around` says in which space it stands. */
export function tracingOf(me: string, room: string, around: () => string | null): Tracing {
  const key = `${me} ${room}`;
  const known = tracings.get(key);
  if (known) return known;
  const next = new Tracing(room, around());
  tracings.set(key, next);
  if (tracings.size > keptMax) tracings.delete(tracings.keys().next().value!);
  return next;
}
