import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { WholeSpace } from "../../api/spaces";
import type { Board, Card } from "../../api/tasks";
import { account } from "../../base/account";
import { type Store, store } from "../../base/store";
import { useToday } from "../../i18n/today";
import { useRoom } from "../../session/hooks";
import { localpart, type Person, personOf } from "../../session/people";
import { type Filter, filtered } from "./filters";
import { type Followed, Following } from "./following";
import { arranged, type Columns } from "./order";
import { queue } from "./queue";
import type { Wish } from "./wishes";

/** What I may do with the tasks of a space. */
export interface May {
  readonly make: boolean;
  readonly change: (card: Pick<Card, "made_by" | "assignees">) => boolean;
  readonly validate: boolean;
  /** Says which columns and labels there are. */
  readonly arrange: boolean;
  /** Sees those of others, too. */
  readonly seeAll: boolean;
  /** Brings a task from one column to another. */
  readonly move: (card: Card, to: string) => boolean;
  /** A column is shut to it only because validating is a right apart. */
  readonly barred: (card: Card, to: string) => boolean;
}

/** The tasks that are on screen. */
export interface OfTasks {
  readonly space: WholeSpace;
  /** Address of the tasks. */
  readonly root: string;
  readonly me: string;
  readonly today: string;
  readonly may: May;
  readonly following: Following;
  readonly followed: Followed;
  readonly board: Board;
  /** Those of the board that the filter lets through. */
  readonly columns: Columns;
  /** All of the board. */
  readonly all: ReadonlyMap<string, Card>;
  /** Of each task, those that are part of it. */
  readonly parts: ReadonlyMap<string, readonly Card[]>;
  /** Those that are chosen to be changed together; null while nobody chooses. */
  readonly chosen: Store<ReadonlySet<string> | null>;
  readonly filter: Filter;
  readonly wishes: readonly Wish[];
  readonly personOf: (id: string) => Person;
}
export const TasksContext = createContext<OfTasks | null>(null);

export function useTasks(): OfTasks {
  const tasks = useContext(TasksContext);
  if (!tasks) throw new Error("outside of tasks");
  return tasks;
}

const heard = store({ words: "", times: 0 });
/** What was just done to a card, or could not be done, read aloud; the same words once more, too. */
export const announced = {
  set: (words: string) => heard.set(({ times }) => ({ words, times: times + 1 })),
  use: heard.use,
};

/** With one card more or less among the chosen ones. */
export function toggled(now: ReadonlySet<string> | null, id: string): ReadonlySet<string> {
  const next = new Set(now);
  if (!next.delete(id)) next.add(id);
  return next;
}

const noWishes = store<readonly Wish[]>([]);
const noBoard: Board = { version: 0, columns: [] };

export function mayOf({ rights, archived }: WholeSpace, me: string, board: Board): May {
  const has = (right: WholeSpace["rights"][number]) => archived !== true && rights.includes(right);
  const change: May["change"] = (card) =>
    has("do_all_tasks") || (has("do_tasks") && (card.made_by === me || card.assignees.includes(me)));
  const validated = (column: string) => board.columns.find((c) => c.id === column)?.state === "validated";
  const validate = has("validate_tasks");
  const move: May["move"] = (card, to) =>
    change(card) && (validate || card.column === to || !(validated(card.column) || validated(to)));
  return {
    make: has("do_tasks"),
    change,
    validate,
    arrange: has("arrange_tasks"),
    seeAll: rights.includes("see_all_tasks"),
    move,
    barred: (card, to) => change(card) && !move(card, to),
  };
}

/** Of each task, those that are part of it, the oldest first. */
function partsOf(cards: Iterable<Card>): ReadonlyMap<string, readonly Card[]> {
  const parts = new Map<string, Card[]>();
  for (const card of cards) if (card.parent) parts.set(card.parent, [...(parts.get(card.parent) ?? []), card]);
  for (const all of parts.values()) all.sort((a, b) => a.number - b.number);
  return parts;
}

/** People by the names that they bear in the space. */
function usePersonOf(space: string): (id: string) => Person {
  const { room, version } = useRoom(space);
  useEffect(() => void room?.loadMembersIfNeeded().catch(() => undefined), [room]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the people of the room
  return useCallback(
    (id: string) => (room ? personOf(room, id) : { id, name: localpart(id), picture: null }),
    [room, version],
  );
}

/** Follows the tasks of a space as long as the page is open. */
export function useTasksOf(space: WholeSpace, root: string, filter: Filter): OfTasks {
  const [following] = useState(() => new Following(space.space_id));
  const [chosen] = useState(() => store<ReadonlySet<string> | null>(null));
  useEffect(() => following.start(), [following]);
  const followed = following.shown.use();
  const wishes = (queue.use()?.wishes ?? noWishes).use();
  const me = account.use()?.userId ?? "";
  const today = useToday();
  const board = followed.board ?? noBoard;
  const named = usePersonOf(space.space_id);
  const mine = useMemo(() => wishes.filter((w) => w.space === space.space_id), [wishes, space.space_id]);
  const whole = useMemo(() => {
    const columns = arranged(followed.cards.values(), mine, board);
    const all = new Map([...columns.values()].flat().map((card) => [card.id, card]));
    return { columns, all, parts: partsOf(all.values()) };
  }, [followed, mine, board]);
  return useMemo(() => {
    const columns = filtered(whole.columns, filter, me, today);
    const may = mayOf(space, me, board);
    const shown = { ...whole, columns, board, filter, chosen, wishes: mine, personOf: named };
    return { space, root, me, today, may, following, followed, ...shown };
  }, [space, root, me, today, following, followed, board, mine, whole, filter, chosen, named]);
}
