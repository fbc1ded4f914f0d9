import { type RefObject, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Hold } from "./CardSlot";
import { ColumnView } from "./ColumnView";
import { useTasks } from "./context";
import { DragArea } from "./DragArea";
import { StateGlyph } from "./Glyph";
import s from "./tasks.module.css";
import { useDragging } from "./useDragging";
import { useFocus } from "./useFocus";
import { useKeys } from "./useKeys";
import { usePaging } from "./usePaging";
import { glyphOf } from "./words";

/** The column that a phone shows; it goes from one to the next by a swipe, too. */
function Places({ board, now }: { board: RefObject<HTMLElement | null>; now: string | null }) {
  const { t } = useTranslation();
  const of = useTasks();
  return (
    <nav className={s.places} aria-label={t("tasks.columns")}>
      {of.board.columns.map((column) => (
        <button
          key={column.id}
          type="button"
          aria-current={column.id === now ? "true" : undefined}
          onClick={() =>
            board.current
              ?.querySelector(`[data-col="${CSS.escape(column.id)}"]`)
              ?.scrollIntoView({ inline: "start", block: "nearest" })
          }
        >
          <StateGlyph of={glyphOf(of.board, column.id)} />
          {column.name}
          <span className={s.n}>{of.columns.get(column.id)?.length ?? 0}</span>
        </button>
      ))}
    </nav>
  );
}

interface BoardProps {
  readonly shown: string | null;
  readonly hrefOf: (id: string) => string;
  /** The column in which somebody writes the next task. */
  readonly adding: string | null;
  readonly add: (column: string | null) => void;
}

/** The columns beside each other; cards go by mouse, finger and keys. */
export function BoardView({ shown, hrefOf, adding, add }: BoardProps) {
  const { t } = useTranslation();
  const { board, columns, may } = useTasks();
  const cellOf = useCallback((_: string, column: string) => columns.get(column) ?? [], [columns]);
  const { board: at, current, focus, onList } = useFocus();
  const { turn, canScroll } = usePaging(at);
  const dragging = useDragging(cellOf, { turn });
  const { target, held } = dragging;
  const [menu, openMenu] = useState<string | null>(null);
  const [seen, see] = useState<string | null>(null);
  const around = useCallback(() => columns, [columns]);
  const onKeyDown = useKeys({ around, current, focus, openMenu });
  const hold = useMemo<Hold>(
    () => ({ current, menu, openMenu, moved: focus, shown, hrefOf }),
    [current, menu, focus, shown, hrefOf],
  );
  return (
    <DragArea of={dragging} canScroll={canScroll}>
      <Places board={at} now={seen ?? board.columns[0]?.id ?? null} />
      <section
        ref={at}
        className={s.board}
        aria-label={t("tasks.board")}
        onKeyDown={onKeyDown}
        onScroll={(e) => {
          const { scrollLeft, clientWidth } = e.currentTarget;
          see(board.columns[Math.round(scrollLeft / Math.max(1, clientWidth))]?.id ?? null);
        }}
      >
        {board.columns.map((column) => (
          <ColumnView
            key={column.id}
            column={column}
            cards={columns.get(column.id) ?? []}
            drop={target?.column === column.id ? target.index : null}
            barred={held !== null && may.barred(held, column.id)}
            hold={hold}
            adding={adding === column.id}
            add={(opened) => add(opened ? column.id : null)}
            onList={onList}
          />
        ))}
      </section>
    </DragArea>
  );
}
