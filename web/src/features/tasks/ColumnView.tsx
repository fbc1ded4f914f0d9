import { useDraggable, useDroppable } from "@dnd-kit/core";
import { ActionIcon } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { Link } from "wouter";
import type { Card, Column } from "../../api/tasks";
import { useTasks } from "./context";
import { StateGlyph } from "./Glyph";
import { MoveMenu } from "./MoveMenu";
import { QuickAdd } from "./QuickAdd";
import { CardFace } from "./TaskCard";
import s from "./tasks.module.css";
import { isNew } from "./wishes";
import { glyphOf } from "./words";

/** What the board knows of its cards beside the cards themselves. */
export interface Hold {
  /** The card that takes the focus when one comes to the board. */
  readonly current: string | null;
  /** The card whose menu is open. */
  readonly menu: string | null;
  readonly openMenu: (id: string | null) => void;
  readonly moved: (id: string) => void;
  /** The task that stands in the panel. */
  readonly shown: string | null;
  readonly hrefOf: (id: string) => string;
}

interface SlotProps {
  readonly card: Card;
  readonly index: number;
  readonly drop: "before" | "after" | undefined;
  readonly hold: Hold;
}

/** The place of a card in its column. */
function Slot({ card, index, drop, hold }: SlotProps) {
  const { may } = useTasks();
  const mine = may.change(card);
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: card.id, data: { card }, disabled: !mine });
  const face = (
    <Link
      className={s.card}
      href={isNew(card.id) ? "" : hold.hrefOf(card.id)}
      data-card={card.id}
      data-done={card.state === "validated" || undefined}
      data-on={hold.shown === card.id || undefined}
      tabIndex={hold.current === card.id ? 0 : -1}
      draggable={false}
      onClick={(e) => isNew(card.id) && e.preventDefault()}
    >
      <CardFace of={card} />
    </Link>
  );
  return (
    <div
      ref={setNodeRef}
      className={s.slot}
      data-index={index}
      data-drop={drop}
      data-dragged={isDragging || undefined}
      {...listeners}
    >
      {face}
      {mine ? (
        <MoveMenu
          card={card}
          opened={hold.menu === card.id}
          open={(opened) => hold.openMenu(opened ? card.id : null)}
          moved={hold.moved}
        />
      ) : null}
    </div>
  );
}

interface ColumnProps {
  readonly column: Column;
  readonly cards: readonly Card[];
  /** Where a card would come to that is held over the column. */
  readonly drop: number | null;
  readonly hold: Hold;
  readonly adding: boolean;
  readonly add: (opened: boolean) => void;
  /** Brings a card into sight. */
  readonly onList: (column: string, list: VirtualizerHandle | null) => void;
}

const cardPx = 108;

/** One column: what it is, its cards, of which only those in sight are drawn, and a line for the next task. */
export const ColumnView = memo(function ColumnView({ column, cards, drop, hold, adding, add, onList }: ColumnProps) {
  const { t } = useTranslation();
  const { board, may } = useTasks();
  const { setNodeRef } = useDroppable({ id: column.id });
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    onList(column.id, list.current);
    return () => onList(column.id, null);
  }, [column.id, onList]);
  const makes = may.make && (column.state !== "validated" || may.validate);
  const over = column.limit !== null && cards.length > column.limit;
  const focused = cards.findIndex((c) => c.id === hold.current);
  return (
    <section className={s.col} aria-label={column.name} data-col={column.id} data-over={drop !== null || undefined}>
      <div className={s.colHead}>
        <StateGlyph of={glyphOf(board, column.id)} />
        <h2>{column.name}</h2>
        <span className={over ? s.over : s.n}>
          {column.limit === null ? cards.length : t("tasks.ofLimit", { n: cards.length, limit: column.limit })}
          {over ? <span className="hidden"> {t("tasks.overLimit")}</span> : null}
        </span>
        {makes ? (
          <ActionIcon
            className={s.end ?? ""}
            size={28}
            aria-label={t("tasks.newIn", { column: column.name })}
            onClick={() => add(true)}
          >
            <IconPlus size={17} />
          </ActionIcon>
        ) : null}
      </div>
      <div
        className={s.cards}
        ref={(at) => {
          setNodeRef(at);
          scroller.current = at;
        }}
      >
        {cards.length === 0 ? <p className={s.none}>{t("tasks.none")}</p> : null}
        <Virtualizer
          ref={list}
          as="ul"
          item="li"
          scrollRef={scroller}
          itemSize={cardPx}
          data={cards}
          {...(focused >= 0 ? { keepMounted: [focused] } : {})}
        >
          {(card, index) => (
            <Slot
              key={card.id}
              card={card}
              index={index}
              drop={drop === index ? "before" : drop === cards.length && index === drop - 1 ? "after" : undefined}
              hold={hold}
            />
          )}
        </Virtualizer>
      </div>
      {makes ? <QuickAdd column={column} opened={adding} open={add} /> : null}
    </section>
  );
});
