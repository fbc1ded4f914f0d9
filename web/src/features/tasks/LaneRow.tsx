import { useDroppable } from "@dnd-kit/core";
import { IconChevronDown } from "@tabler/icons-react";
import { memo, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { Card, Column, Priority } from "../../api/tasks";
import { Face, OutsiderMark } from "../../ui/parts";
import { CardSlot, type Hold } from "./CardSlot";
import { useTasks } from "./context";
import { fieldOf, type Lane, type LaneBy } from "./lanes";
import { LabelMark } from "./TaskCard";
import s from "./tasks.module.css";
import type { Target } from "./useDragging";
import { priorityName } from "./words";

/** How lanes are named to the pointer; that of nothing has no empty name. */
export const laneId = (lane: Pick<Lane, "key">): string => lane.key || "-";
/** What cards of one cell are known by to the focus. */
export const cellId = (lane: Pick<Lane, "key">, column: string): string => `${laneId(lane)} ${column}`;

const cardPx = 108;
/** How far below the window a lane is made ready. */
const aheadPx = 600;

/** What all lanes share: the window they scroll in, and how often something in it took another height. */
export interface Frame {
  readonly window: RefObject<HTMLElement | null>;
  readonly turns: number;
  readonly onList: (cell: string, list: VirtualizerHandle | null) => void;
}

/** How far below the beginning of what scrolls something stands. */
function useDepth(at: RefObject<HTMLElement | null>, { window, turns }: Frame): number {
  const [depth, set] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above may have taken another height
  useLayoutEffect(() => {
    const box = at.current?.getBoundingClientRect();
    const around = window.current;
    if (box && around) set(Math.round(box.top - around.getBoundingClientRect().top + around.scrollTop));
  }, [at, window, turns]);
  return depth;
}

interface CellProps {
  readonly lane: Lane;
  readonly column: Column;
  readonly cards: readonly Card[];
  /** Where a card would come to that is held over the cell. */
  readonly drop: number | null;
  readonly hold: Hold;
  readonly frame: Frame;
}

/** The cards of a lane in one column, of which only those in sight are drawn. */
function Cell({ lane, column, cards, drop, hold, frame }: CellProps) {
  const id = cellId(lane, column.id);
  const { setNodeRef } = useDroppable({ id });
  const list = useRef<VirtualizerHandle>(null);
  const at = useRef<HTMLDivElement>(null);
  const depth = useDepth(at, frame);
  const { onList } = frame;
  useEffect(() => {
    onList(id, list.current);
    return () => onList(id, null);
  }, [id, onList]);
  const focused = cards.findIndex((card) => card.id === hold.current);
  return (
    <div
      ref={setNodeRef}
      className={s.cell}
      role="group"
      aria-label={column.name}
      data-col={column.id}
      data-lane={laneId(lane)}
      data-over={drop !== null || undefined}
    >
      <div ref={at}>
        <Virtualizer
          ref={list}
          as="ul"
          item="li"
          scrollRef={frame.window}
          startMargin={depth}
          itemSize={cardPx}
          data={cards}
          {...(focused >= 0 ? { keepMounted: [focused] } : {})}
        >
          {(card, index) => (
            <CardSlot
              key={card.id}
              card={card}
              index={index}
              lane={laneId(lane)}
              drop={drop === index ? "before" : drop === cards.length && index === drop - 1 ? "after" : undefined}
              hold={hold}
            />
          )}
        </Virtualizer>
      </div>
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
        {who.name} <OutsiderMark id={who.id} />
      </>
    ) : (
      t("tasks.unassigned")
    );
  }
  if (by === "priority") return of.key ? priorityName(of.key as Priority, t) : t("tasks.lanes.noPriority");
  const field = fieldOf(by, board);
  if (field?.kind === "person" && of.key) {
    const who = personOf(of.key);
    return (
      <>
        <Face of={who} size={22} />
        {who.name}
      </>
    );
  }
  if (field) {
    const choice = field.choices?.find((one) => one.id === of.key);
    return choice ? <LabelMark of={choice} /> : t("tasks.lanes.noField", { field: field.name });
  }
  const label = board.labels?.find((l) => l.id === of.key);
  return label ? <LabelMark of={label} /> : t("tasks.lanes.noLabel");
}

/** True from when something comes near what is seen of the window. */
function useNear(at: RefObject<HTMLElement | null>, { window }: Frame): boolean {
  const [near, come] = useState(false);
  useEffect(() => {
    if (near || !at.current) return;
    const seen = new IntersectionObserver((all) => all.some((one) => one.isIntersecting) && come(true), {
      root: window.current,
      rootMargin: `${aheadPx}px 0px`,
    });
    seen.observe(at.current);
    return () => seen.disconnect();
  }, [near, at, window]);
  return near;
}

interface LaneProps {
  readonly lane: Lane;
  readonly by: LaneBy;
  readonly target: Target | null;
  readonly hold: Hold;
  readonly frame: Frame;
}

/** One lane: what its cards have in common, and the cards; as high as they may be until it comes near. */
export const LaneRow = memo(function LaneRow({ lane, by, target, hold, frame }: LaneProps) {
  const { board } = useTasks();
  const [open, show] = useState(true);
  const cells = useRef<HTMLDivElement>(null);
  const near = useNear(cells, frame);
  const most = Math.max(0, ...[...lane.columns.values()].map((cards) => cards.length));
  const dropIn = (column: string) => (target?.column === column ? target.index : null);
  return (
    <section data-lane-row={laneId(lane)}>
      <h2 className={s.laneHead}>
        <button type="button" aria-expanded={open} onClick={() => show(!open)}>
          <IconChevronDown size={16} aria-hidden />
          <LaneName of={lane} by={by} />
          <span className={s.n}>{lane.count}</span>
        </button>
      </h2>
      {open ? (
        <div ref={cells} className={s.laneCells} {...(near ? {} : { style: { height: most * cardPx } })}>
          {near
            ? board.columns.map((column) => (
                <Cell
                  key={column.id}
                  lane={lane}
                  column={column}
                  cards={lane.columns.get(column.id) ?? []}
                  drop={dropIn(column.id)}
                  hold={hold}
                  frame={frame}
                />
              ))
            : null}
        </div>
      ) : null}
    </section>
  );
});
