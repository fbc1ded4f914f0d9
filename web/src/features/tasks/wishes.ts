import type { ReminderWish } from "../../api/taskReminders";
import type { Board, Card, Task, Wished } from "../../api/tasks";
import type { Words } from "../../api/taskTalk";

/** What a person wants of one task and the server has not taken yet. */
export interface Wish {
  /** Wishes leave in this order. */
  readonly id: number;
  readonly space: string;
  /** The task; one that is not made yet has a name of this browser's. */
  readonly task: string;
  /** Stays the same at every attempt, so that the server takes it once. */
  readonly request: string;
  /** The version it was based on; null: the task is to be made. */
  readonly base: number | null;
  readonly set: Wished;
  /** What is said of the task, where that is all that is wished. */
  readonly say?: Words;
  /** When I want to be reminded of it, where that is all that is wished; null: no more. */
  readonly remind?: ReminderWish | null;
  /** Whether I watch it, where that is all that is wished. */
  readonly watch?: boolean;
  /** By which template it is made, counted from which day; `set` is what it says. */
  readonly by_template?: { readonly id: string; readonly today: string };
  /** One of many that are wished together: those of the same `request` leave in one. */
  readonly many?: boolean;
  /** Who wishes, and when. */
  readonly by: string;
  readonly at: number;
  /** `sent`: the server may have it. `outrun`: somebody changed the same before. */
  readonly state: "waiting" | "sent" | "refused" | "outrun";
  /** When a node first answered that it does not know what is asked. */
  readonly unknown?: number;
  /** The errcode. */
  readonly why?: string;
  /** The task as it stands, where it was outrun. */
  readonly theirs?: Task;
}

const mark = "~";
/** The name of a task until it is made. */
export const newName = (request: string): string => mark + request;
export const isNew = (task: string): boolean => task.startsWith(mark);

/** True while it is still to be done: what was refused is not shown on the task. */
export const pending = (w: Wish): boolean => w.state === "waiting" || w.state === "sent";

const ofBoard = "custom.";
/** How a field of a board is called among the fields of every task, and the other way round: its id; null for those. */
export const customWord = (id: string): string => ofBoard + id;
export const customId = (word: string): string | null => (word.startsWith(ofBoard) ? word.slice(ofBoard.length) : null);

/** What is set, field by field; each field of a board is one. */
export const fieldsOf = (set: Wished): string[] =>
  Object.keys(set).flatMap((name) => (name === "custom" ? Object.keys(set.custom ?? {}).map(customWord) : [name]));

/** The value of a field. */
export function saidIn(of: object, word: string): unknown {
  const id = customId(word);
  const values = of as Readonly<Record<string, unknown>>;
  return id === null ? values[word] : (values.custom as Wished["custom"])?.[id];
}

/** Some fields with their values, as a wish. */
export function wishOf(fields: readonly (readonly [string, unknown])[]): Wished {
  const own = fields.filter(([word]) => customId(word) === null);
  const custom = fields.filter(([word]) => customId(word) !== null).map(([word, value]) => [customId(word), value]);
  return { ...Object.fromEntries(own), ...(custom.length > 0 ? { custom: Object.fromEntries(custom) } : {}) };
}
const where = (set: Wished, keep: (word: string) => boolean): Wished =>
  wishOf(
    fieldsOf(set)
      .filter(keep)
      .map((word) => [word, saidIn(set, word)]),
  );
const only = (set: Wished, fields: readonly string[]): Wished => where(set, (word) => fields.includes(word));
const without = (set: Wished, fields: readonly string[]): Wished => where(set, (word) => !fields.includes(word));

/** Two wishes as one; of one field the later counts. */
const joined = (a: Wished, b: Wished): Wished => ({
  ...a,
  ...b,
  ...(a.custom && b.custom ? { custom: { ...a.custom, ...b.custom } } : {}),
});

/** It changes what one task says, and nothing else. */
const plain = (w: Wish): boolean =>
  !w.say && w.remind === undefined && w.watch === undefined && !w.by_template && !w.many;

/**
 * One wish more. It goes into the one before of the same task, when that has not left yet; a move does so only where
 * nothing stands between, since it may name a task that is made in between.
 */
export function withWish(all: readonly Wish[], next: Wish): readonly Wish[] {
  const at = all.findLastIndex((w) => w.task === next.task && pending(w));
  const before = all[at];
  const joins =
    before?.state === "waiting" && plain(before) && plain(next) && (at === all.length - 1 || !next.set.place);
  if (!before || !joins) return [...all, next];
  return all.map((w) => (w === before ? { ...w, set: joined(w.set, next.set) } : w));
}

const watchers = "watchers";

/** What is needed of a task that the server answered. */
export type Taken = Pick<Task, "id" | "version" | "versions">;

/** The version that a later wish of the same task may build on, now that one of mine is taken. */
function rebased(later: Wish, taken: Wish, answer: Taken): Wish {
  if (later.base === null || later.state !== "waiting") return later;
  const { base } = later;
  const { versions } = answer;
  // Where it is not told at which version a field changed, nobody else changed any if mine was the only change.
  const alone = answer.version <= (taken.base ?? 0) + 1;
  const newer = (f: string) => (versions ? (versions[f] ?? 0) > base : !alone);
  const mine = taken.watch === undefined ? fieldsOf(taken.set) : [watchers];
  const outrun = fieldsOf(later.set).some((f) => !mine.includes(f) && newer(f));
  return outrun ? later : { ...later, base: Math.max(base, answer.version) };
}

/** What is left when the server has taken a wish. A task that was made has its real name from now on. */
export function afterTaken(all: readonly Wish[], taken: Wish, answer: Taken): readonly Wish[] {
  const renamed = (w: Wish): Wish => {
    const { place } = w.set;
    const moved = place?.after === taken.task ? { ...w, set: { ...w.set, place: { ...place, after: answer.id } } } : w;
    return moved.task === taken.task ? { ...moved, task: answer.id, base: moved.base ?? answer.version } : moved;
  };
  return all
    .filter((w) => w.id !== taken.id)
    .map(taken.base === null ? renamed : (w) => w)
    .map((w) => (w.task === answer.id ? rebased(w, taken, answer) : w));
}

/** Somebody was faster with some fields: those stay as they are; what nobody else touched goes on as a wish of its own. */
export function afterOutrun(
  all: readonly Wish[],
  wish: Wish,
  { fields, task }: { fields: readonly string[]; task: Task },
  request: string,
): readonly Wish[] {
  const lost = only(wish.set, fields);
  const rest = without(wish.set, fields);
  const stands = fieldsOf(rest).length > 0;
  return all.flatMap((w): Wish[] => {
    if (w.id === wish.id) {
      const { many: _, unknown: __, ...alone } = w;
      const outrun: Wish = { ...alone, set: lost, state: "outrun", theirs: task };
      const goesOn: Wish = { ...alone, id: w.id + 1, set: rest, request, base: task.version, state: "waiting" };
      return stands ? [outrun, goesOn] : [outrun];
    }
    // Of one field the last word counts.
    if (w.task !== wish.task || w.state !== "outrun") return [w];
    const kept = without(w.set, fields);
    return fieldsOf(kept).length > 0 ? [{ ...w, set: kept }] : [];
  });
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** True where a task is as it was wished, as far as a card tells. */
export const isAs = (card: Card, set: Wished): boolean =>
  fieldsOf(set).every((word) => {
    if (word === "place") return set.place?.column === card.column;
    const told = customId(word) !== null || word in card;
    return !told || same(saidIn(set, word) ?? null, saidIn(card, word) ?? null);
  });

/** The same wish once more, knowing what stands there. */
export const again = (w: Wish, request: string): Wish => {
  const { theirs, why: _, many: __, unknown: ___, ...rest } = w;
  return { ...rest, request, base: theirs?.version ?? w.base, state: "waiting" };
};

/** A task as it will be. Its place among the others is told by {@link arranged}. */
export function granted<C extends Card>(card: C, set: Wished, board: Board): C {
  const { place, description, checklist, custom, ...fields } = set;
  const column = place && board.columns.find((c) => c.id === place.column);
  return {
    ...card,
    ...fields,
    ...(column ? { column: column.id, state: column.state } : {}),
    ...("description" in card && description !== undefined ? { description } : {}),
    ...(custom ? { custom: { ...card.custom, ...custom } } : {}),
    ...(checklist ? { steps: checklist.length, steps_done: checklist.filter((s) => s.done).length, checklist } : {}),
  };
}

/** A task as one wish makes it. */
export function wished<C extends Card>(card: C, w: Wish, board: Board): C {
  if (w.watch === undefined) return granted(card, w.set, board);
  const others = (card.watchers ?? []).filter((who) => who !== w.by);
  return { ...card, watchers: w.watch ? [...others, w.by] : others };
}

/** A task that is not made yet. */
export function draftOf(wish: Wish, board: Board): Card {
  const first = board.columns[0]!;
  const blank: Card = {
    id: wish.task,
    space: wish.space,
    number: Number.MAX_SAFE_INTEGER,
    version: 0,
    title: "",
    column: first.id,
    rank: "",
    state: first.state,
    assignees: [],
    start: null,
    due: null,
    priority: "none",
    estimate_minutes: null,
    spent_minutes: null,
    archived: false,
    made_by: wish.by,
    made_at: wish.at,
    changed_at: wish.at,
  };
  return granted(blank, wish.set, board);
}
