import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WholeSpace } from "../../api/spaces";
import type { Board, Card, Place, Wished } from "../../api/tasks";
import { account } from "../../base/account";
import { store } from "../../base/store";
import { isoDay } from "../../i18n/dates";
import { useRoom } from "../../session/hooks";
import { localpart, type Person, personOf } from "../../session/people";
import { say } from "../../shell/toast";
import { type Filter, filtered } from "./filters";
import { type Followed, Following } from "./following";
import { arranged, type Columns } from "./order";
import { queue } from "./queue";
import type { Wish } from "./wishes";
import { columnName } from "./words";

/** What I may do with the tasks of a space. */
export interface May {
  readonly make: boolean;
  readonly change: (card: Pick<Card, "made_by" | "assignees">) => boolean;
  readonly validate: boolean;
  /** Brings a task from one column to another. */
  readonly move: (card: Card, to: string) => boolean;
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
  /** Those that the filter lets through. */
  readonly columns: Columns;
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

/** What was just done to a card, read aloud. */
export const announced = store("");

const noWishes = store<readonly Wish[]>([]);
const noBoard: Board = { version: 0, columns: [] };

export function mayOf({ rights, archived }: WholeSpace, me: string, board: Board): May {
  const has = (right: WholeSpace["rights"][number]) => archived !== true && rights.includes(right);
  const change: May["change"] = (card) =>
    has("do_all_tasks") || (has("do_tasks") && (card.made_by === me || card.assignees.includes(me)));
  const validated = (column: string) => board.columns.find((c) => c.id === column)?.state === "validated";
  const validate = has("validate_tasks");
  return {
    make: has("do_tasks"),
    change,
    validate,
    move: (card, to) => change(card) && (validate || card.column === to || !(validated(card.column) || validated(to))),
  };
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
  useEffect(() => following.start(), [following]);
  const followed = following.shown.use();
  const wishes = (queue.use()?.wishes ?? noWishes).use();
  const me = account.use()?.userId ?? "";
  const today = isoDay(Date.now());
  const board = followed.board ?? noBoard;
  const named = usePersonOf(space.space_id);
  return useMemo(() => {
    const mine = wishes.filter((w) => w.space === space.space_id);
    const columns = filtered(arranged(followed.cards.values(), mine, board), filter, me, today);
    const may = mayOf(space, me, board);
    return { space, root, me, today, may, following, followed, board, columns, filter, wishes: mine, personOf: named };
  }, [space, root, me, today, following, followed, board, wishes, filter, named]);
}

/** What one may do: each is shown at once, and can be undone. */
export function useActs() {
  const { t } = useTranslation();
  const { space, board, following } = useTasks();
  /** `base`: the version at which somebody began to write; otherwise what is shown is what counts. */
  const change = (card: Card, set: Wished, base?: number) => {
    const version = base ?? following.shown.now().cards.get(card.id)?.version ?? card.version;
    queue.now()?.change({ id: card.id, space: card.space, version }, set);
  };
  return {
    make: (set: Wished) => queue.now()?.make(space.space_id, set),
    change,
    move: (card: Card, place: Place, position: number) => {
      const before: Place = { column: card.column, rank: card.rank };
      change(card, { place });
      const column = columnName(board, place.column);
      announced.set(t("tasks.announce.moved", { title: card.title, column, position }));
      if (place.column === card.column) return;
      const undo = card.rank === "" ? undefined : () => change(card, { place: before });
      say(t("tasks.moved", { column }), undo);
    },
    archive: (card: Card, archived: boolean) => {
      change(card, { archived });
      say(archived ? t("tasks.archived") : t("tasks.restored"), () => change(card, { archived: !archived }));
    },
  };
}
