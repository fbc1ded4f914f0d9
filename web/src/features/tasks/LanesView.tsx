import { useDroppable } from "@dnd-kit/core";
import { Button } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type CSSProperties, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Column, Priority } from "../../api/tasks";
import { Face } from "../../ui/parts";
import { CardSlot, type Hold } from "./CardSlot";
import { Tally } from "./ColumnView";
import { useTasks } from "./context";
import { DragArea } from "./DragArea";
import { StateGlyph } from "./Glyph";
import { type Lane, type LaneBy, lanesOf, regrouped } from "./lanes";
import { LabelMark } from "./TaskCard";
import s from "./tasks.module.css";
import { type Target, useDragging } from "./useDragging";
import { useFocus } from "./useFocus";
import { useKeys } from "./useKeys";
import { glyphOf, priorityName } from "./words";

/** Cards of a cell that are drawn before somebody asks for all. */
const shownMax = 20;

interface CellProps {
  readonly lane: Lane;
  readonly column: Column;
  readonly target: Target | null;
  readonly hold: Hold;
}

/** The cards of a lane in one column. */
function Cell({ lane, column, target, hold }: CellProps) {
  const { t } = useTranslation();
  const { setNodeRef } = useDroppable({ id: `${lane.key} ${column.id}` });
  const [whole, open] = useState(false);
  const cards = lane.columns.get(column.id) ?? [];
  const focused = cards.findIndex((card) => card.id === hold.current);
  const shown = whole || focused >= shownMax ? cards : cards.slice(0, shownMax);
  const drop = target?.lane === (lane.key || "-") && target.column === column.id ? target.index : null;
  return (
    <div
      ref={setNodeRef}
      className={s.cell}
      data-col={column.id}
      data-lane={lane.key || "-"}
      data-over={drop !== null || undefined}
    >
      <ul aria-label={column.name}>
        {shown.map((card, index) => (
          <li key={card.id}>
            <CardSlot
              card={card}
              index={index}
              lane={lane.key || "-"}
              drop={drop === index ? "before" : drop === shown.length && index === drop - 1 ? "after" : undefined}
              hold={hold}
            />
          </li>
        ))}
      </ul>
      {shown.length < cards.length ? (
        <Button variant="subtle" size="xs" data-quiet onClick={() => open(true)}>
          {t("tasks.lanes.more", { count: cards.length - shown.length })}
        </Button>
      ) : null}
    </div>
  );
}

/** What the cards of a lane have in common. */
function LaneName({ of, by }: { of: Lane; by: LaneBy }) {
  const { t } = useTranslation();
  const { board, personOf } = useTasks();
  if (by === "who") {
    const who = of.key ? personOf(of.key) : null;
    return who ? (
      <>
        <Face of={who} size={22} />
        {who.name}
      </>
    ) : (
      t("tasks.unassigned")
    );
  }
  if (by === "priority") return of.key ? priorityName(of.key as Priority, t) : t("tasks.lanes.noPriority");
  const label = board.labels?.find((l) => l.id === of.key);
  return label ? <LabelMark of={label} /> : t("tasks.lanes.noLabel");
}

function LaneRow({ lane, by, target, hold }: { lane: Lane; by: LaneBy; target: Target | null; hold: Hold }) {
  const { board } = useTasks();
  const [open, show] = useState(true);
  return (
    <section>
      <h2 className={s.laneHead}>
        <button type="button" aria-expanded={open} onClick={() => show(!open)}>
          <IconChevronDown size={16} aria-hidden />
          <LaneName of={lane} by={by} />
          <span className={s.n}>{lane.count}</span>
        </button>
      </h2>
      {open ? (
        <div className={s.laneCells}>
          {board.columns.map((column) => (
            <Cell key={column.id} lane={lane} column={column} target={target} hold={hold} />
          ))}
        </div>
      ) : null}
    </section>
  );
}

interface LanesProps {
  readonly shown: string | null;
  readonly hrefOf: (id: string) => string;
  readonly by: LaneBy;
}

/** The board cut into lanes: a card that goes to another lane changes what they have in common. */
export function LanesView({ shown, hrefOf, by }: LanesProps) {
  const { t } = useTranslation();
  const { board, columns, me, personOf } = useTasks();
  const lanes = useMemo(
    () => lanesOf(columns, by, board, me, (id) => personOf(id).name),
    [columns, by, board, me, personOf],
  );
  const lane = useCallback((key: string) => lanes.find((l) => (l.key || "-") === key), [lanes]);
  const cellOf = useCallback((key: string, column: string) => lane(key)?.columns.get(column) ?? [], [lane]);
  const keyOf = (key: string) => (key === "-" ? "" : key);
  const dragging = useDragging(cellOf, (card, from, to) => regrouped(card, by, keyOf(from), keyOf(to)));
  const { board: at, current, focus } = useFocus();
  const [menu, openMenu] = useState<string | null>(null);
  const around = useCallback(
    (id: string) => lanes.find((l) => [...l.columns.values()].flat().some((c) => c.id === id))?.columns ?? columns,
    [lanes, columns],
  );
  const onKeyDown = useKeys({ around, current, focus, openMenu });
  const hold = useMemo<Hold>(
    () => ({ current, menu, openMenu, moved: focus, shown, hrefOf }),
    [current, menu, focus, shown, hrefOf],
  );
  return (
    <DragArea of={dragging}>
      <section
        ref={at}
        className={s.lanes}
        style={{ "--n": board.columns.length } as CSSProperties}
        aria-label={t("tasks.board")}
        onKeyDown={onKeyDown}
        tabIndex={0}
      >
        <div className={s.laneCols}>
          {board.columns.map((column) => (
            <div key={column.id} className={s.colHead}>
              <StateGlyph of={glyphOf(board, column.id)} />
              <b className="cut">{column.name}</b>
              <Tally of={column} count={columns.get(column.id)?.length ?? 0} />
            </div>
          ))}
        </div>
        {lanes
          .filter((one) => one.count > 0 || by === "label")
          .map((one) => (
            <LaneRow key={one.key} lane={one} by={by} target={dragging.target} hold={hold} />
          ))}
      </section>
    </DragArea>
  );
}
