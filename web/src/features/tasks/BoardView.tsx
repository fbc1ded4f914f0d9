import { DndContext, DragOverlay } from "@dnd-kit/core";
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { VirtualizerHandle } from "virtua";
import { useShortcut } from "../../shell/keys";
import { ColumnView, type Hold } from "./ColumnView";
import { useActs, useTasks } from "./context";
import { StateGlyph } from "./Glyph";
import { placeAt, type Step, spotOf, stepOf } from "./order";
import { CardFace } from "./TaskCard";
import s from "./tasks.module.css";
import { useDragging } from "./useDragging";
import { glyphOf } from "./words";

const arrows: Record<string, Step> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const silent = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

/** Which card has the focus of the board, and how keys bring it elsewhere. */
function useFocus() {
  const { columns } = useTasks();
  const lists = useRef(new Map<string, VirtualizerHandle>());
  const board = useRef<HTMLElement>(null);
  const [at, setAt] = useState<string | null>(null);
  /** The card that is to take the focus once it is drawn. */
  const wanted = useRef<string | null>(null);
  const onList = useCallback((column: string, list: VirtualizerHandle | null) => {
    if (list) lists.current.set(column, list);
    else lists.current.delete(column);
  }, []);
  const spot = at === null ? null : spotOf(columns, at);
  const first = [...columns.values()].find((cards) => cards.length > 0)?.[0]?.id ?? null;
  const current = spot ? at : first;
  const focus = useCallback((id: string) => {
    wanted.current = id;
    setAt(id);
  }, []);
  useEffect(() => {
    const id = wanted.current;
    const to = id === null ? null : spotOf(columns, id);
    if (id === null || !to) return;
    lists.current.get(to.column)?.scrollToIndex(to.index, { align: "nearest" });
    requestAnimationFrame(() => {
      const card = board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
      if (!card || wanted.current !== id) return;
      wanted.current = null;
      card.focus({ preventScroll: true });
      card.closest("[data-col]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
    });
  });
  return { board, current, setAt, focus, onList };
}

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

/** What keys do on the board: arrows go from card to card, with Ctrl or Alt they take the card along. */
function useKeys(current: string | null, focus: (id: string) => void, openMenu: (id: string) => void) {
  const { t } = useTranslation();
  const { columns, may } = useTasks();
  const { move } = useActs();
  const cardOf = (id: string) => [...columns.values()].flat().find((c) => c.id === id);
  const carry = (id: string, step: Step) => {
    const card = cardOf(id);
    const to = stepOf(columns, id, step);
    if (!card || !to || !may.move(card, to.column)) return;
    move(card, placeAt(columns, id, to.column, to.index), to.index + 1);
    focus(id);
  };
  const walk = (id: string | null, step: Step) => {
    let to = id === null ? null : stepOf(columns, id, step);
    // An empty column is stepped over.
    const ids = [...columns.keys()];
    while (to && !columns.get(to.column)?.length)
      to = { column: ids[ids.indexOf(to.column) + (step === "left" ? -1 : 1)] ?? "", index: to.index };
    const cards = (to && columns.get(to.column)) ?? [];
    const card = to && cards[Math.min(to.index, cards.length - 1)];
    if (card) focus(card.id);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const id = (e.target as HTMLElement).dataset.card;
    const step = arrows[e.key];
    if (!id || !step || e.shiftKey || e.metaKey) return;
    e.preventDefault();
    if (e.ctrlKey || e.altKey) carry(id, step);
    else walk(id, step);
  };
  useShortcut({ keys: "j", name: t("tasks.keys.next"), run: () => walk(current, "down") });
  useShortcut({ keys: "k", name: t("tasks.keys.previous"), run: () => walk(current, "up") });
  useShortcut({ keys: "m", name: t("tasks.keys.move"), run: () => current && openMenu(current) });
  useShortcut({ keys: "mod+arrowright", name: t("tasks.keys.carry"), run: () => current && carry(current, "right") });
  return onKeyDown;
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
  const { board, columns } = useTasks();
  const { held, target, props } = useDragging();
  const { board: at, current, setAt, focus, onList } = useFocus();
  const [menu, openMenu] = useState<string | null>(null);
  const [seen, see] = useState<string | null>(null);
  const onKeyDown = useKeys(current, focus, openMenu);
  const hold = useMemo<Hold>(
    () => ({ current, menu, openMenu, moved: focus, shown, hrefOf }),
    [current, menu, focus, shown, hrefOf],
  );
  return (
    <DndContext
      {...props}
      accessibility={{ announcements: silent, screenReaderInstructions: { draggable: t("tasks.keys.hint") } }}
    >
      <Places board={at} now={seen ?? board.columns[0]?.id ?? null} />
      <section
        ref={at}
        className={s.board}
        aria-label={t("tasks.board")}
        onKeyDown={onKeyDown}
        onFocus={(e) => {
          const id = (e.target as HTMLElement).dataset.card;
          if (id) setAt(id);
        }}
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
            hold={hold}
            adding={adding === column.id}
            add={(opened) => add(opened ? column.id : null)}
            onList={onList}
          />
        ))}
      </section>
      <DragOverlay dropAnimation={null}>
        {held ? (
          <div className={`${s.card} ${s.lifted}`}>
            <CardFace of={held} />
          </div>
        ) : null}
      </DragOverlay>
    </DndContext>
  );
}
