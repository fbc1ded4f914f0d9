import { passing, pause } from "../../api/following";
import { Refusal } from "../../api/http";
import { type Board, board, type Card, type Changes, type Task, taskPage } from "../../api/tasks";
import { putAway, takenOut } from "../../base/kept";
import { type Store, store } from "../../base/store";
import { hearBoard } from "./hearing";
import { merged } from "./order";
import { queue } from "./queue";

/** The tasks of a space as the server told them. */
export interface Followed {
  /** `refused`: `why` says why there is nothing to show. */
  readonly state: "waiting" | "here" | "refused";
  readonly why?: unknown;
  readonly board: Board | null;
  readonly cards: ReadonlyMap<string, Card>;
  /** Every page was read. */
  readonly whole: boolean;
}

const nothing: Followed = { state: "waiting", board: null, cards: new Map(), whole: false };
const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** More cards than that are not kept for who comes back without a network. */
const keptMax = 1000;
/** As many tasks as a space may have, in pages. */
const pagesMax = 250;

interface Kept {
  readonly board: Board;
  readonly cards: readonly Card[];
}
const keptAs = (space: string) => `tasks.${space}`;

/** Follows the tasks of one space while it is open: reads them, then hears what changes. */
export class Following {
  readonly shown: Store<Followed> = store(nothing);
  readonly #space: string;
  #end = new AbortController();

  constructor(space: string) {
    this.#space = space;
  }

  start(): () => void {
    this.#end = new AbortController();
    const until = this.#end.signal;
    const forget = queue.follow(() => this.#hear(this.#end.signal));
    this.#hear(until);
    addEventListener("pagehide", this.#keep);
    void this.#run(until);
    return () => {
      forget();
      removeEventListener("pagehide", this.#keep);
      this.#keep();
      this.#end.abort();
    };
  }

  /** Reads everything anew. */
  again(): void {
    this.#end.abort();
    this.#end = new AbortController();
    this.shown.set((now) => (now.state === "refused" ? nothing : now));
    this.#hear(this.#end.signal);
    void this.#run(this.#end.signal);
  }

  /** A task as the server told it apart from the list. */
  take(task: Task): void {
    if (task.space !== this.#space) return;
    this.#put([task]);
  }

  /** The board as the server told it apart from the changes. */
  arranged(board: Board): void {
    this.shown.set((now) => (now.board && now.board.version > board.version ? now : { ...now, board }));
  }

  /** The task is there no more. */
  lose(id: string): void {
    this.#put([], [id]);
  }

  /** What the server answered to a wish is shown before the wish goes. */
  #hear(until: AbortSignal): void {
    const now = queue.now();
    if (!now) return;
    const stop = now.taken.follow(() => {
      const task = now.taken.now();
      if (task) this.take(task);
    });
    const stopMany = now.takenMany.follow(() => {
      this.#put(now.takenMany.now().filter((card) => card.space === this.#space));
    });
    until.addEventListener("abort", stop, { once: true });
    until.addEventListener("abort", stopMany, { once: true });
  }

  readonly #keep = (): void => {
    const { board, cards, whole } = this.shown.now();
    if (board && whole && cards.size <= keptMax)
      putAway(keptAs(this.#space), { board, cards: [...cards.values()] } satisfies Kept);
  };

  #put(came: readonly Card[], gone: readonly string[] = []): void {
    this.shown.set((now) => {
      const cards = merged(now.cards, came, gone);
      return cards === now.cards ? now : { ...now, cards };
    });
  }

  async #run(until: AbortSignal): Promise<void> {
    let since: string | null = null;
    let pauseMs = firstPauseMs;
    const on = (told: Changes) => {
      since = told.reset ? null : told.since;
      pauseMs = firstPauseMs;
      this.#tell(told);
    };
    while (!until.aborted) {
      try {
        if (since === null) since = await this.#read(until);
        else await hearBoard(this.#space, since, until, on);
        pauseMs = firstPauseMs;
      } catch (why) {
        if (until.aborted) return;
        if (!passing(why)) {
          // A token that the server does not take leads to everything anew, once.
          if (since !== null && why instanceof Refusal && why.status === 400) since = null;
          else return this.shown.set({ ...nothing, state: "refused", why });
        } else if (this.shown.now().state === "waiting") this.#recall(why);
        await pause(pauseMs, until);
        pauseMs = Math.min(longestPauseMs, 2 * pauseMs);
      }
    }
  }

  /** Shows what was put away, while the server does not answer. */
  #recall(why: unknown): void {
    const kept = takenOut<Kept>(keptAs(this.#space));
    this.shown.set(
      kept
        ? { state: "here", board: kept.board, cards: new Map(kept.cards.map((c) => [c.id, c])), whole: true }
        : { ...nothing, state: "refused", why },
    );
  }

  async #read(until: AbortSignal): Promise<string> {
    const [told, first] = await Promise.all([
      board(this.#space, until),
      taskPage(this.#space, undefined, false, until),
    ]);
    const { since } = first;
    let page = first;
    let cards = merged(new Map(), page.tasks);
    const show = (whole: boolean) => this.shown.set({ state: "here", board: told, cards, whole });
    // What is on screen stays until everything is read anew.
    const fresh = this.shown.now().state !== "here";
    for (let read = 1; page.next !== undefined && read < pagesMax; read++) {
      if (fresh) show(false);
      page = await taskPage(this.#space, page.next, false, until);
      cards = merged(cards, page.tasks);
    }
    show(true);
    this.#keep();
    return since;
  }

  #tell({ board, tasks = [], gone = [] }: Changes): void {
    if (board) this.shown.set((now) => ({ ...now, board }));
    if (tasks.length > 0 || gone.length > 0) this.#put(tasks, gone);
  }
}
