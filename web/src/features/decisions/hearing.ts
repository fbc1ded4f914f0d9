import { registerChanges, registerNow } from "../../api/decisions";
import { follow } from "../../api/following";
import { type Store, store } from "../../base/store";

/** What is heard within this time is read at once. */
export const gatheredMs = 1000;

const visible = () => document.visibilityState === "visible";

/** Hears what changes in a register as long as it is open, from the first reading of it on. */
export class Hearing {
  /** Counts when what is shown is to be read anew: never while nobody sees it. */
  readonly heard: Store<number> = store(0);
  /** All that changes from now on is heard. */
  readonly begun: Store<boolean> = store(false);
  readonly #space: string;
  #end: AbortController | null = null;
  #follows = false;
  #due = false;
  #readAt = 0;
  #lookedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(space: string) {
    this.#space = space;
  }

  /** Until what it gives back is called. */
  start(): () => void {
    const end = new AbortController();
    this.#end = end;
    window.addEventListener("focus", this.#look, { signal: end.signal });
    document.addEventListener("visibilitychange", this.#look, { signal: end.signal });
    return () => {
      end.abort();
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#end = null;
      this.#follows = false;
      this.begun.set(false);
    };
  }

  /** The register was read, and nothing older than this position. */
  begin(since: string): void {
    const until = this.#end?.signal;
    if (!until || this.#follows) return;
    this.#follows = true;
    let first: string | null = since;
    const next = async (last: string | null, signal: AbortSignal): Promise<string> => {
      if (last === null) {
        const from = first;
        first = null;
        if (from !== null) return from;
        const now = await registerNow(this.#space, signal);
        this.#hear();
        return now;
      }
      const news = await registerChanges(this.#space, last, signal);
      if (news.reset || news.decisions.length > 0 || (news.gone ?? []).length > 0) this.#hear();
      return news.since;
    };
    // Where it is refused, the next reading begins anew.
    void follow(next, until).finally(() => {
      if (!until.aborted) this.#follows = false;
    });
    this.begun.set(true);
  }

  #hear(): void {
    this.#due = true;
    this.#timer ??= setTimeout(this.#read, gatheredMs);
  }

  /** Reads anew what was heard, or waits until somebody looks. */
  readonly #read = (): void => {
    this.#timer = undefined;
    if (this.#due && visible()) this.#tell();
  };

  /** Somebody comes back to the page, of which a browser may tell twice: what a lost network kept away is read as well, once. */
  readonly #look = (): void => {
    const now = Date.now();
    if (!visible() || now - this.#lookedAt < gatheredMs) return;
    this.#lookedAt = now;
    if (now - this.#readAt >= gatheredMs) this.#tell();
    else this.#hear();
  };

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = false;
    this.#readAt = Date.now();
    this.heard.set((n) => n + 1);
  }
}
