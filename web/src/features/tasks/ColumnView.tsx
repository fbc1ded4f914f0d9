import { useDroppable } from "@dnd-kit/core";
import { ActionIcon } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { Card, Column } from "../../api/tasks";
import { CardSlot, type Hold } from "./CardSlot";
import { ColumnMenu } from "./ColumnMenu";
import { useTasks } from "./context";
import { StateGlyph } from "./Glyph";
import { QuickAdd } from "./QuickAdd";
import s from "./tasks.module.css";
import { useAhead } from "./useAhead";
import { glyphOf } from "./words";

/** How many tasks stand in a column, and whether these are more than people want there. */
export function Tally({ of, count }: { of: Column; count: number }) {
  const { t } = useTranslation();
  const over = of.limit !== null && count > of.limit;
  return (
    <span className={over ? s.over : s.n}>
      {of.limit === null ? count : t("tasks.ofLimit", { n: count, limit: of.limit })}
      {over ? <span className="hidden"> {t("tasks.overLimit")}</span> : null}
    </span>
  );
}

function ColumnHead({ of, count, add }: { of: Column; count: number; add: (() => void) | null }) {
  const { t } = useTranslation();
  const { board, may } = useTasks();
  return (
    <div className={s.colHead}>
      <StateGlyph of={glyphOf(board, of.id)} />
      <h2 className="cut">{of.name}</h2>
      <Tally of={of} count={count} />
      <span className={s.colEnd}>
        {may.arrange ? <ColumnMenu of={of} /> : null}
        {add ? (
          <ActionIcon size={28} aria-label={t("tasks.newIn", { column: of.name })} onClick={add}>
            <IconPlus size={17} />
          </ActionIcon>
        ) : null}
      </span>
    </div>
  );
}

interface ColumnProps {
  readonly column: Column;
  readonly cards: readonly Card[];
  /** Where a card would come to that is held over the column. */
  readonly drop: number | null;
  /** The card that is held may not come here. */
  readonly barred: boolean;
  readonly hold: Hold;
  readonly adding: boolean;
  readonly add: (opened: boolean) => void;
  /** Brings a card into sight. */
  readonly onList: (column: string, list: VirtualizerHandle | null) => void;
}

const cardPx = 108;

/** One column: what it is, its cards, of which only those in sight are drawn, and a line for the next task. */
export const ColumnView = memo(function ColumnView(props: ColumnProps) {
  const { column, cards, drop, barred, hold, adding, add, onList } = props;
  const { t } = useTranslation();
  const { may } = useTasks();
  const { setNodeRef } = useDroppable({ id: column.id });
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    onList(column.id, list.current);
    return () => onList(column.id, null);
  }, [column.id, onList]);
  const aheadPx = useAhead();
  const makes = may.make && (column.state !== "validated" || may.validate);
  const focused = cards.findIndex((c) => c.id === hold.current);
  return (
    <section
      className={s.col}
      aria-label={column.name}
      data-col={column.id}
      data-over={drop !== null || undefined}
      data-barred={barred || undefined}
    >
      <ColumnHead of={column} count={cards.length} add={makes ? () => add(true) : null} />
      {barred ? <p className={s.why}>{t("tasks.validate.apart")}</p> : null}
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
          bufferSize={aheadPx}
          data={cards}
          {...(focused >= 0 ? { keepMounted: [focused] } : {})}
        >
          {(card, index) => (
            <CardSlot
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
