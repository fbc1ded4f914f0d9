import { type Store, store } from "../base/store";
import type { NewParcel, Parcel, Parcels } from "./parcels";

/** How an attempt ended. */
export type Delivery =
  | { readonly kind: "taken"; readonly eventId: string }
  /** The server has it, and sends it at its time. */
  | { readonly kind: "held" }
  /** No network, or a server that cannot now: the same parcel again, later. */
  | { readonly kind: "later"; readonly afterMs?: number }
  /** `limit`: the most bytes there may be, where there are too many. */
  | { readonly kind: "refused"; readonly why: string; readonly limit?: number }
  | { readonly kind: "cancelled" };

export type Courier = (
  parcel: Parcel,
  progress: (part: number) => void,
  signal: AbortSignal,
  keep: (p: Parcel) => Promise<void>,
) => Promise<Delivery>;

const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** How long a parcel that was taken stays on screen when its event does not come. */
const echoWaitMs = 30_000;

/**
 * What is written and not yet on the server. A parcel is kept in the browser's database before the first attempt and until
 * the server has answered; one parcel of a room travels at a time, so order holds; its transaction id never changes, so
 * a repeated attempt is taken once.
 */
export class Outbox {
  /** In the order of writing, with those taken whose event has not come back yet. */
  readonly parcels: Store<readonly Parcel[]> = store<readonly Parcel[]>([]);
  /** The room of the last parcel that moved or vanished. */
  readonly moved: Store<string> = store("");
  readonly #kept: Parcels;
  readonly #courier: Courier;
  readonly #busy = new Map<string, { id: number; abort: AbortController }>();
  readonly #pauses = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #pauseMs = new Map<string, number>();
  readonly #progress = new Map<number, number>();
  readonly #taken = new Map<number, string>();
  #last = 0;
  #open = false;
  #closed = false;

  constructor(kept: Parcels, courier: Courier) {
    this.#kept = kept;
    this.#courier = courier;
  }

  /** Takes up what an earlier page left behind; nothing leaves before the first {@link wake}. */
  async load(): Promise<void> {
    const left = await this.#kept.all().catch(() => []);
    left.sort((a, b) => a.id - b.id);
    this.#last = left.at(-1)?.id ?? 0;
    this.parcels.set([...left, ...this.parcels.now()]);
  }

  async add(what: NewParcel): Promise<void> {
    const now = Date.now();
    this.#last = Math.max(this.#last + 1, now);
    const parcel: Parcel = {
      ...what,
      id: this.#last,
      txn: `p${this.#last}.${crypto.randomUUID()}`,
      ts: now,
      state: "waiting",
    };
    this.parcels.set((all) => [...all, parcel]);
    await this.#kept.put(parcel).catch(() => undefined);
    void this.#pump(parcel.room);
  }

  /** The network or the server is back: every pause ends now. */
  wake(): void {
    this.#open = true;
    for (const timer of this.#pauses.values()) clearTimeout(timer);
    this.#pauses.clear();
    this.#pauseMs.clear();
    for (const room of new Set(this.parcels.now().map((p) => p.room))) void this.#pump(room);
  }

  retry(id: number): void {
    this.#change(id, (p) => {
      const { refusal: _, limit: __, ...rest } = p;
      return { ...rest, state: "waiting" };
    });
    const room = this.parcels.now().find((p) => p.id === id)?.room;
    if (room) void this.#pump(room);
  }

  /** Takes a parcel back; false when it is too late. */
  cancel(id: number): boolean {
    const parcel = this.parcels.now().find((p) => p.id === id);
    if (!parcel || this.#taken.has(id)) return false;
    const travelling = this.#busy.get(parcel.room);
    if (travelling?.id === id) {
      if (!parcel.file || (this.#progress.get(id) ?? 1) >= 1) return false;
      travelling.abort.abort();
    }
    this.#drop(parcel);
    return true;
  }

  /** The part of the upload that is done, 0 to 1; undefined when none runs. */
  progress(id: number): number | undefined {
    return this.#progress.get(id);
  }

  /** True while an attempt runs. */
  sending(parcel: Parcel): boolean {
    return this.#busy.get(parcel.room)?.id === parcel.id;
  }

  /** The event that this parcel became, when known. */
  eventOf(id: number): string | undefined {
    return this.#taken.get(id);
  }

  /** An event of mine came by sync: its parcel has done its work. */
  arrived(txn: string | undefined, eventId: string | undefined): void {
    const parcel = this.parcels
      .now()
      .find(
        (p) => (txn !== undefined && p.txn === txn) || (eventId !== undefined && this.#taken.get(p.id) === eventId),
      );
    if (parcel) this.#drop(parcel);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#pauses.values()) clearTimeout(timer);
    for (const { abort } of this.#busy.values()) abort.abort();
    this.#kept.close();
  }

  #change(id: number, how: (p: Parcel) => Parcel): void {
    const next = this.parcels.now().map((p) => (p.id === id ? how(p) : p));
    this.parcels.set(next);
    const changed = next.find((p) => p.id === id);
    if (changed) void this.#kept.put(changed).catch(() => undefined);
  }

  #drop(parcel: Parcel): void {
    this.#taken.delete(parcel.id);
    this.#progress.delete(parcel.id);
    this.parcels.set((all) => all.filter((p) => p.id !== parcel.id));
    void this.#kept.remove(parcel.id).catch(() => undefined);
    this.#say(parcel.room);
  }

  #say(room: string): void {
    this.moved.set("");
    this.moved.set(room);
  }

  async #pump(room: string): Promise<void> {
    if (!this.#open || this.#closed || this.#busy.has(room) || this.#pauses.has(room)) return;
    const next = this.parcels.now().find((p) => p.room === room && p.state === "waiting" && !this.#taken.has(p.id));
    if (!next) return;
    const abort = new AbortController();
    this.#busy.set(room, { id: next.id, abort });
    this.#say(room);
    const progress = (part: number) => {
      this.#progress.set(next.id, part);
      this.#say(room);
    };
    const keep = async (p: Parcel) => this.#change(p.id, () => p);
    const end = await this.#courier(next, progress, abort.signal, keep).catch((): Delivery => ({ kind: "later" }));
    this.#busy.delete(room);
    if (this.#closed) return;
    this.#settle(next, end);
    void this.#pump(room);
  }

  #settle(parcel: Parcel, end: Delivery): void {
    switch (end.kind) {
      case "taken":
        this.#pauseMs.delete(parcel.room);
        void this.#kept.remove(parcel.id).catch(() => undefined);
        if (this.parcels.now().some((p) => p.id === parcel.id)) {
          this.#taken.set(parcel.id, end.eventId);
          setTimeout(() => this.#drop(parcel), echoWaitMs);
        }
        break;
      case "held":
        this.#pauseMs.delete(parcel.room);
        this.#drop(parcel);
        break;
      case "refused":
        this.#change(parcel.id, (p) => ({
          ...p,
          state: "failed",
          refusal: end.why,
          ...(end.limit === undefined ? {} : { limit: end.limit }),
        }));
        break;
      case "later":
        this.#pause(parcel.room, end.afterMs);
        break;
      case "cancelled":
        break;
    }
    this.#say(parcel.room);
  }

  #pause(room: string, afterMs?: number): void {
    const ms = afterMs ?? Math.min(longestPauseMs, 2 * (this.#pauseMs.get(room) ?? firstPauseMs / 2));
    this.#pauseMs.set(room, ms);
    const timer = setTimeout(() => {
      this.#pauses.delete(room);
      void this.#pump(room);
    }, ms);
    this.#pauses.set(room, timer);
  }
}
