import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { arrange, type Board, type Column, type Label } from "../../api/tasks";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { useTasks } from "./context";

/** What a board is to have: all its columns, all its labels, all its fields. */
export type Arrangement = Partial<Pick<Board, "columns" | "labels" | "fields">>;

/** Others may arrange the same board; what I want is then done to theirs. */
const triesMax = 4;
const conflict = 409;

/** Arranges a board as it stands at that moment. */
export async function rearranged(space: string, seen: Board, wish: (board: Board) => Arrangement): Promise<Board> {
  let board = seen;
  for (let tries = 1; ; tries++) {
    try {
      return await arrange(space, board.version, wish(board));
    } catch (failure) {
      const theirs = failure instanceof Refusal && failure.status === conflict ? failure.body.board : undefined;
      if (!theirs || tries === triesMax) throw failure;
      board = theirs as Board;
    }
  }
}

function sentence(failure: unknown, t: T): string {
  if (failure instanceof Refusal && failure.status === conflict) return t("tasks.arrange.stands");
  if (failure instanceof Refusal && failure.code === "M_INVALID_PARAM") return t("tasks.arrange.unfit");
  return reasonOf(failure, t, t("tasks.arrange.forbidden"));
}

/** Arranges the board that is on screen, says so, and can take it back. */
export function useArranging() {
  const { t } = useTranslation();
  const { space, following } = useTasks();
  const deed = useDeed(sentence);
  const { run } = deed;
  const doit = useCallback(
    async (wish: (board: Board) => Arrangement) => {
      const seen = following.shown.now().board;
      if (seen) following.arranged(await rearranged(space.space_id, seen, wish));
    },
    [space.space_id, following],
  );
  /** `undone`: what is brought back once the board is as it was. */
  const act = (
    wish: (board: Board) => Arrangement,
    said: string,
    undo?: (board: Board) => Arrangement,
    undone?: () => void,
  ) =>
    run(async () => {
      await doit(wish);
      const failed = (why: unknown) => say(sentence(why, t));
      say(said, undo && (() => void doit(undo).then(undone, failed)));
      return true;
    });
  return { ...deed, act };
}

const idChars = 12;
/** The id of a column, label or field that is made here. */
export const freshId = (): string => crypto.randomUUID().replaceAll("-", "").slice(0, idChars);

export const withColumn = (board: Board, next: Column): Arrangement => ({
  columns: board.columns.map((c) => (c.id === next.id ? next : c)),
});
export const withLabel = (board: Board, next: Label): Arrangement => {
  const labels = board.labels ?? [];
  const known = labels.some((l) => l.id === next.id);
  return { labels: known ? labels.map((l) => (l.id === next.id ? next : l)) : [...labels, next] };
};

/** A column at another place among the others. */
export function columnAt(board: Board, id: string, index: number): Arrangement {
  const column = board.columns.find((c) => c.id === id);
  const others = board.columns.filter((c) => c.id !== id);
  return { columns: column ? [...others.slice(0, index), column, ...others.slice(index)] : board.columns };
}
