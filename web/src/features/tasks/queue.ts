import { passing } from "../../api/following";
import { Refusal } from "../../api/http";
import { forgetReminder, type ReminderWish, remind } from "../../api/taskReminders";
import {
  type Card,
  changeMany,
  changeTask,
  type Left,
  makeTask,
  manyMax,
  type Task,
  type Wished,
  watchTask,
} from "../../api/tasks";
import { sayOfTask, type Words } from "../../api/taskTalk";
import { makeByTemplate } from "../../api/taskTemplates";
import { type Store, store } from "../../base/store";
import { openTable, type Table } from "../../base/table";
import { afterOutrun, afterTaken, again, isAs, isNew, newName, pending, type Wish, withWish } from "./wishes";

/** It may be taken another time; `unknown`: a node of the version before does not know what is asked. */
interface Later {
  readonly kind: "later";
  readonly afterMs: number | null;
  readonly unknown?: boolean;
}
/** How an attempt ended. */
export type Answer =
  | { readonly kind: "taken"; readonly task: Task }
  | { readonly kind: "said" }
  | Later
  | { readonly kind: "outrun"; readonly fields: readonly string[]; readonly task: Task }
  | { readonly kind: "refused"; readonly why: string };
export type Courier = (wish: Wish) => Promise<Answer>;
/** How an attempt of many ended. */
export type ManyAnswer =
  | { readonly kind: "settled"; readonly tasks: readonly Card[]; readonly left: readonly Left[] }
  | Extract<Answer, { kind: "later" | "refused" }>;
export type ManyCourier = (wishes: readonly Wish[]) => Promise<ManyAnswer>;

const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** Ids of two tabs differ by chance. */
const idsPerMs = 1000;
const conflict = 409;

/**
 * How long a wish that no node knows waits for one that does, and all behind it: longer than nodes are replaced one by
 * one. After that it is refused, since they may have been replaced by those of the version before.
 */
export const unknownMaxMs = 15 * 60_000;

/** Wishes that wait at most; one that joins another of its task counts for none. */
export const wishesMax = 10_000;

/** A task as it was seen. */
interface Seen {
  readonly id: string;
  readonly space: string;
  readonly version: number;
}

const notNow = ({ code, retryAfterMs: afterMs }: Refusal): Later => ({
  kind: "later",
  afterMs,
  unknown: code === "M_UNRECOGNIZED",
});

/** Asks the server for what is wished. Nothing is lost by waiting, unless it says no. */
export async function courier(wish: Wish): Promise<Answer> {
  try {
    const { space, task, request, base, set, say, remind: wanted, watch, by_template: by } = wish;
    if (say) {
      await sayOfTask(task, request, say);
      return { kind: "said" };
    }
    if (wanted !== undefined) {
      await (wanted ? remind(task, wanted) : forgetReminder(task));
      return { kind: "said" };
    }
    if (watch !== undefined) return { kind: "taken", task: await watchTask(task, watch) };
    if (by) {
      const [whole] = await makeByTemplate(space, by.id, request, by.today);
      return { kind: "taken", task: { ...(whole as Card), description: set.description ?? "" } };
    }
    const done = base === null ? makeTask(space, request, set) : changeTask(task, request, base, set);
    return { kind: "taken", task: await done };
  } catch (failure) {
    if (!(failure instanceof Refusal)) return { kind: "refused", why: "UNKNOWN" };
    const { status, code, body } = failure;
    if (passing(failure)) return notNow(failure);
    if (status === conflict && code === "FR_PARVIS_CHANGED" && body.task)
      return { kind: "outrun", fields: (body.fields ?? []) as string[], task: body.task as Task };
    return { kind: "refused", why: code };
  }
}

/** What a wish is told to be. */
type Fresh = Omit<Wish, "id" | "by" | "at" | "state">;

const codes: Readonly<Record<string, string>> = {
  forbidden: "M_FORBIDDEN",
  not_found: "M_NOT_FOUND",
  invalid_param: "M_INVALID_PARAM",
};

/** Asks the server for what is wished of many tasks, in one request. */
export async function manyCourier(wishes: readonly Wish[]): Promise<ManyAnswer> {
  const { space, request } = wishes[0]!;
  try {
    const asked = wishes.map(({ task, base, set }) => ({ id: task, base: base ?? 0, set }));
    const { tasks, refused } = await changeMany(space, request, asked);
    return { kind: "settled", tasks, left: refused };
  } catch (failure) {
    if (!(failure instanceof Refusal)) return { kind: "refused", why: "UNKNOWN" };
    const { code } = failure;
    if (passing(failure)) return notNow(failure);
    return { kind: "refused", why: code };
  }
}

/** What is left of wishes when the server has answered to many; `repeated`: it may have done so before. */
function afterMany(
  all: readonly Wish[],
  sent: readonly Wish[],
  { tasks, left }: Extract<ManyAnswer, { kind: "settled" }>,
  repeated: boolean,
): readonly Wish[] {
  const cards = new Map(tasks.map((card) => [card.id, card]));
  const refused = new Map(left.map((one) => [one.id, one]));
  const not = (now: readonly Wish[], wish: Wish, why: string): readonly Wish[] =>
    now.map((w) => {
      if (w.id !== wish.id) return w;
      const { many: _, ...alone } = w;
      return { ...alone, request: crypto.randomUUID(), state: "refused", why };
    });
  return sent.reduce((now, wish) => {
    const card = cards.get(wish.task);
    const { why = "", fields = [], task } = refused.get(wish.task) ?? {};
    if (task) return afterOutrun(now, wish, { fields, task }, crypto.randomUUID());
    // Asked again, the server tells what all are by now, and no more which of them it left.
    return card && (!repeated || isAs(card, wish.set))
      ? afterTaken(now, wish, card)
      : not(now, wish, codes[why] ?? "UNKNOWN");
  }, all);
}

/**
 * What I changed on tasks and the server has not taken yet. A wish is kept in the browser's database before the first
 * attempt and until the server has answered; one travels at a time, so order holds.
 */
export class Queue {
  readonly wishes: Store<readonly Wish[]> = store<readonly Wish[]>([]);
  /** The task that the server answered last. */
  readonly taken: Store<Task | null> = store<Task | null>(null);
  /** Those that it answered last to a wish of many. */
  readonly takenMany: Store<readonly Card[]> = store<readonly Card[]>([]);
  /** How often something was said, or a reminder set. */
  readonly said: Store<number> = store(0);
  /** How often a wish was not kept, because too many wait. */
  readonly full: Store<number> = store(0);
  readonly me: string;
  /** What tasks are called since they are made, by the names that they had before. */
  readonly named = new Map<string, string>();
  readonly #kept: Table<Wish>;
  readonly #courier: Courier;
  readonly #manyCourier: ManyCourier;
  #busy = false;
  #open = false;
  #closed = false;
  #pause: ReturnType<typeof setTimeout> | null = null;
  #pauseMs = firstPauseMs;
  #last = 0;

  constructor(me: string, kept: Table<Wish>, ask: Courier = courier, askMany: ManyCourier = manyCourier) {
    this.me = me;
    this.#kept = kept;
    this.#courier = ask;
    this.#manyCourier = askMany;
  }

  /** Takes up what an earlier page left behind. */
  async load(): Promise<void> {
    const left = await this.#kept.all().catch(() => []);
    left.sort((a, b) => a.id - b.id);
    this.#last = Math.max(this.#last, left.at(-1)?.id ?? 0);
    this.wishes.set((now) => [...left, ...now]);
    this.#open = true;
    this.wake();
  }

  /** Makes a task; gives back the name it has until it is made. */
  make(space: string, set: Wished): string {
    const request = crypto.randomUUID();
    const task = newName(request);
    this.#add({ space, task, request, base: null, set });
    return task;
  }

  /** Takes back that a task was made: what is not sent yet is not made at all, what was made is put away. */
  unmake(space: string, name: string): void {
    const wish = this.wishes.now().find((w) => w.task === name && w.base === null);
    if (wish && wish.state !== "sent") {
      this.drop(wish.id);
      return;
    }
    const id = this.named.get(name) ?? name;
    this.change({ id, space, version: 1 }, { archived: true });
  }

  /** Makes a task by a template, and its parts with it. */
  makeBy(space: string, template: string, today: string, set: Wished): string {
    const request = crypto.randomUUID();
    const task = newName(request);
    this.#add({ space, task, request, base: null, set, by_template: { id: template, today } });
    return task;
  }

  /** Changes a task that was seen at a version; a new one is changed before it is made. */
  change({ id, space, version }: Seen, set: Wished): void {
    this.#add({ space, task: id, request: crypto.randomUUID(), base: version, set });
  }

  /** Changes many tasks of one space as one; what is not made yet, or alone, is changed by itself. */
  changeAll(all: readonly { readonly of: Seen; readonly set: Wished }[]): void {
    const old = all.filter(({ of }) => !isNew(of.id));
    const together = old.length > 1 ? old : [];
    for (const { of, set } of all) if (together.length === 0 || isNew(of.id)) this.change(of, set);
    if (together.length === 0) return;
    const next: Wish[] = [];
    for (let from = 0; from < together.length; from += manyMax) {
      const request = crypto.randomUUID();
      for (const { of, set } of together.slice(from, from + manyMax))
        next.push(this.#wish({ space: of.space, task: of.id, request, base: of.version, set, many: true }));
    }
    if (this.wishes.now().length + next.length > wishesMax) {
      this.full.set((n) => n + 1);
      return;
    }
    void this.#replace((now) => [...now, ...next]);
    void this.#pump();
  }

  /** Says something of a task. */
  say({ id, space, version }: Seen, say: Words): void {
    this.#add({ space, task: id, request: crypto.randomUUID(), base: version, set: {}, say });
  }

  /** Wants to be reminded of a task, or no more. */
  remind({ id, space, version }: Seen, wanted: ReminderWish | null): void {
    this.#add({ space, task: id, request: crypto.randomUUID(), base: version, set: {}, remind: wanted });
  }

  /** Watches a task, or no more. A tab of the version before, which knows no `watch`, sends what is set. */
  watch({ id, space, version, watchers }: Seen & Pick<Card, "watchers">, watch: boolean): void {
    const others = watchers?.filter((who) => who !== this.me);
    const set = others ? { watchers: watch ? [...others, this.me] : others } : {};
    this.#add({ space, task: id, request: crypto.randomUUID(), base: version, set, watch });
  }

  /** Asks once more for what somebody else was faster with. */
  insist(id: number): void {
    void this.#replace((all) => all.map((w) => (w.id === id ? again(w, crypto.randomUUID()) : w)));
    void this.#pump();
  }

  /** Leaves things as they stand. With a task that was not made goes what was wished of it. */
  drop(id: number): void {
    const unmade = this.wishes.now().find((w) => w.id === id && w.base === null)?.task;
    void this.#replace((all) => all.filter((w) => w.id !== id && w.task !== unmade));
  }

  /** The network is back: the pause ends now. */
  wake(): void {
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = null;
    this.#pauseMs = firstPauseMs;
    void this.#pump();
  }

  close(): void {
    this.#closed = true;
    if (this.#pause) clearTimeout(this.#pause);
    this.#kept.close();
  }

  #wish(wish: Fresh): Wish {
    const now = Date.now();
    this.#last = Math.max(this.#last + 2, now * idsPerMs + Math.floor(Math.random() * idsPerMs));
    return { ...wish, id: this.#last, by: this.me, at: now, state: "waiting" };
  }

  #add(wish: Fresh): void {
    const next = this.#wish(wish);
    if (withWish(this.wishes.now(), next).length > wishesMax) {
      this.full.set((n) => n + 1);
      return;
    }
    void this.#replace((all) => withWish(all, next));
    void this.#pump();
  }

  /** Shows the next state of all, and keeps what differs. */
  #replace(how: (all: readonly Wish[]) => readonly Wish[]): Promise<unknown> {
    const before = new Map(this.wishes.now().map((w) => [w.id, w]));
    this.wishes.set(how);
    const after = this.wishes.now();
    const put = after.filter((w) => before.get(w.id) !== w).map((w) => this.#kept.put(w));
    const stays = new Set(after.map((w) => w.id));
    const gone = [...before.keys()].filter((id) => !stays.has(id));
    return Promise.allSettled([...put, ...gone.map((id) => this.#kept.remove(id))]);
  }

  async #pump(): Promise<void> {
    if (!this.#open || this.#closed || this.#busy || this.#pause) return;
    // A task that could not be made yet keeps what was wished of it.
    const next = this.wishes.now().find((w) => pending(w) && (w.base === null || !isNew(w.task)));
    if (!next) return;
    if (next.many) return this.#pumpMany(next);
    this.#busy = true;
    const wish: Wish = { ...next, state: "sent" };
    await this.#replace((all) => all.map((w) => (w === next ? wish : w)));
    const answer = await this.#courier(wish);
    this.#busy = false;
    if (this.#closed) return;
    this.#settle(wish, answer);
    void this.#pump();
  }

  /** Sends those that leave together. */
  async #pumpMany(first: Wish): Promise<void> {
    this.#busy = true;
    const all = this.wishes.now().filter((w) => w.many && w.request === first.request && pending(w) && !isNew(w.task));
    const ids = new Set(all.map((w) => w.id));
    const repeated = all.some((w) => w.state === "sent");
    await this.#replace((now) => now.map((w) => (ids.has(w.id) ? { ...w, state: "sent" } : w)));
    const sent = this.wishes.now().filter((w) => ids.has(w.id));
    const answer = await this.#manyCourier(sent);
    this.#busy = false;
    if (this.#closed) return;
    if (answer.kind === "later") {
      this.#wait(sent, answer);
      void this.#pump();
      return;
    }
    this.#pauseMs = firstPauseMs;
    if (answer.kind === "settled") {
      this.takenMany.set([...answer.tasks, ...answer.left.flatMap(({ task }) => task ?? [])]);
      void this.#replace((now) => afterMany(now, sent, answer, repeated));
    } else {
      const { why } = answer;
      void this.#replace((now) => now.map((w) => (ids.has(w.id) ? { ...w, state: "refused", why } : w)));
    }
    void this.#pump();
  }

  /** Leaves what was sent for another time; what no node knows does not wait for ever. */
  #wait(sent: readonly Wish[], { afterMs, unknown }: Later): void {
    const now = Date.now();
    const over = unknown && sent.some((w) => now - (w.unknown ?? now) >= unknownMaxMs);
    if (unknown) {
      const ids = new Set(sent.map((w) => w.id));
      const noted = (w: Wish): Wish =>
        over ? { ...w, state: "refused", why: "M_UNRECOGNIZED" } : { ...w, unknown: w.unknown ?? now };
      void this.#replace((all) => all.map((w) => (ids.has(w.id) ? noted(w) : w)));
    }
    if (over) this.#pauseMs = firstPauseMs;
    else this.#later(afterMs);
  }

  #later(afterMs: number | null): void {
    const ms = afterMs ?? this.#pauseMs;
    this.#pauseMs = Math.min(longestPauseMs, 2 * this.#pauseMs);
    this.#pause = setTimeout(() => {
      this.#pause = null;
      void this.#pump();
    }, ms);
  }

  #settle(wish: Wish, answer: Answer): void {
    if (answer.kind === "later") {
      this.#wait([wish], answer);
      return;
    }
    this.#pauseMs = firstPauseMs;
    if (answer.kind === "taken") {
      // Whoever shows the task has the answer before the wish goes: nothing jumps.
      if (isNew(wish.task)) this.named.set(wish.task, answer.task.id);
      this.taken.set(answer.task);
      void this.#replace((all) => afterTaken(all, wish, answer.task));
    } else if (answer.kind === "said") {
      this.said.set((n) => n + 1);
      void this.#replace((all) => all.filter((w) => w.id !== wish.id));
    } else if (answer.kind === "outrun") {
      this.taken.set(answer.task);
      void this.#replace((all) => afterOutrun(all, wish, answer, crypto.randomUUID()));
    } else
      void this.#replace((all) => all.map((w) => (w.id === wish.id ? { ...w, state: "refused", why: answer.why } : w)));
  }
}

/** The queue of whoever is signed in; null until it is opened. */
export const queue = store<Queue | null>(null);

const databaseOf = (userId: string): string => `parvis-tasks-${userId}`;
export const openWishes = (userId: string): Promise<Table<Wish>> => openTable(databaseOf(userId), "wishes");
export const forgetWishes = (userId: string): void => void indexedDB.deleteDatabase(databaseOf(userId));
