import { type CSSProperties, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Card, Priority } from "../../api/tasks";
import type { T } from "../../i18n";
import { useShortcut } from "../../shell/keys";
import { useActs } from "./acts";
import type { Hold } from "./CardSlot";
import { Tally } from "./ColumnView";
import { type OfTasks, useTasks } from "./context";
import { DragArea } from "./DragArea";
import { StateGlyph } from "./Glyph";
import { cellId, type Frame, LaneRow, laneId } from "./LaneRow";
import { fieldOf, type Lane, type LaneBy, lanesOf, offered, regrouped } from "./lanes";
import { placeAmong } from "./order";
import s from "./tasks.module.css";
import { useDragging } from "./useDragging";
import { type Spot, useFocus } from "./useFocus";
import { useKeys } from "./useKeys";
import { glyphOf, priorityName } from "./words";

/** What a lane is called, in words. */
function laneWords(key: string, by: LaneBy, { board, personOf }: OfTasks, t: T): string {
  switch (by) {
    case "who":
      return key ? personOf(key).name : t("tasks.unassigned");
    case "priority":
      return key ? priorityName(key as Priority, t) : t("tasks.lanes.noPriority");
    case "label":
      return board.labels?.find((l) => l.id === key)?.name ?? t("tasks.lanes.noLabel");
    default: {
      const field = fieldOf(by, board);
      const none = t("tasks.lanes.noField", { field: field?.name ?? "" });
      if (field?.kind === "person") return key ? personOf(key).name : none;
      return field?.choices?.find((one) => one.id === key)?.name ?? none;
    }
  }
}

/** Counts how often what scrolls in a window has taken another height. */
function useTurns(content: RefObject<HTMLElement | null>): number {
  const [turns, next] = useState(0);
  useEffect(() => {
    if (!content.current) return;
    const seen = new ResizeObserver(() => next((n) => n + 1));
    seen.observe(content.current);
    return () => seen.disconnect();
  }, [content]);
  return turns;
}

/** Where a card stands among the lanes. */
function spotAmong(lanes: readonly Lane[], id: string): Spot | null {
  for (const lane of lanes)
    for (const [column, cards] of lane.columns) {
      const index = cards.findIndex((card) => card.id === id);
      const around = `[data-lane-row="${CSS.escape(laneId(lane))}"]`;
      if (index >= 0) return { list: cellId(lane, column), index, around };
    }
  return null;
}

/** Takes a card to the lane above or below, by a key. */
function useAcross(lanes: readonly Lane[], by: LaneBy) {
  const { t } = useTranslation();
  const tasks = useTasks();
  const { move } = useActs();
  return (card: Card, step: "up" | "down") => {
    const holds = (lane: Lane) => [...lane.columns.values()].some((cards) => cards.some((one) => one.id === card.id));
    const at = lanes.findIndex(holds);
    const from = lanes[at];
    const to = lanes[at + (step === "up" ? -1 : 1)];
    if (!from || !to) return;
    const there = to.columns.get(card.column) ?? [];
    const index = Math.min(
      (from.columns.get(card.column) ?? []).findIndex((c) => c.id === card.id),
      there.length,
    );
    const place = placeAmong(there, card.id, card.column, index);
    move(card, place, index + 1, regrouped(card, by, from.key, to.key), laneWords(to.key, by, tasks, t));
  };
}

interface LanesProps {
  readonly shown: string | null;
  readonly hrefOf: (id: string) => string;
  readonly by: LaneBy;
}

/** The lanes that are drawn: all that have cards; a label that waits for its first task can be dropped upon, too. */
function useLanes(by: LaneBy): readonly Lane[] {
  const { board, columns, me, personOf } = useTasks();
  return useMemo(
    () =>
      lanesOf(columns, by, board, me, (id) => personOf(id).name).filter(
        (one) => one.count > 0 || offered(by, board) !== undefined,
      ),
    [columns, by, board, me, personOf],
  );
}

/** What is dragged from lane to lane. */
function useLaneDragging(lanes: readonly Lane[], by: LaneBy) {
  const { t } = useTranslation();
  const tasks = useTasks();
  const keyOf = (lane: string) => (lane === "-" ? "" : lane);
  const cellOf = (lane: string, column: string) => lanes.find((one) => laneId(one) === lane)?.columns.get(column) ?? [];
  return useDragging(cellOf, {
    laned: {
      regrouped: (card, from, to) => regrouped(card, by, keyOf(from), keyOf(to)),
      nameOf: (lane) => laneWords(keyOf(lane), by, tasks, t),
    },
  });
}

/** The board cut into lanes: a card that goes to another lane changes what they have in common. */
export function LanesView({ shown, hrefOf, by }: LanesProps) {
  const { t } = useTranslation();
  const { board, columns, all, may } = useTasks();
  const lanes = useLanes(by);
  const dragging = useLaneDragging(lanes, by);
  const spotIn = useCallback((id: string) => spotAmong(lanes, id), [lanes]);
  const { board: at, current, focus, onList } = useFocus(spotIn);
  const content = useRef<HTMLDivElement>(null);
  const turns = useTurns(content);
  const frame = useMemo<Frame>(() => ({ window: at, turns, onList }), [at, turns, onList]);
  const [menu, openMenu] = useState<string | null>(null);
  const around = useCallback(
    (id: string) => lanes.find((l) => [...l.columns.values()].flat().some((c) => c.id === id))?.columns ?? columns,
    [lanes, columns],
  );
  const across = useAcross(lanes, by);
  const onKeyDown = useKeys({ around, current, focus, openMenu, across });
  const carry = () => {
    const card = all.get(current ?? "");
    if (!card || !may.change(card)) return;
    across(card, "down");
    focus(card.id);
  };
  useShortcut({ keys: "mod+shift+arrowdown", name: t("tasks.keys.lane"), run: carry });
  const hold = useMemo<Hold>(
    () => ({ current, menu, openMenu, moved: focus, shown, hrefOf }),
    [current, menu, focus, shown, hrefOf],
  );
  const { target } = dragging;
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
        <div ref={content}>
          <div className={s.laneCols}>
            {board.columns.map((column) => (
              <div key={column.id} className={s.colHead}>
                <StateGlyph of={glyphOf(board, column.id)} />
                <b className="cut">{column.name}</b>
                <Tally of={column} count={columns.get(column.id)?.length ?? 0} />
              </div>
            ))}
          </div>
          {lanes.map((one) => (
            <LaneRow
              key={one.key}
              lane={one}
              by={by}
              target={target?.lane === laneId(one) ? target : null}
              hold={hold}
              frame={frame}
            />
          ))}
        </div>
      </section>
    </DragArea>
  );
}
