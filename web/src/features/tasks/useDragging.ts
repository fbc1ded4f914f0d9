import {
  type CollisionDetection,
  type DragEndEvent,
  type DragMoveEvent,
  type DragStartEvent,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useState } from "react";
import type { Card, Wished } from "../../api/tasks";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { placeAmong } from "./order";

/** A click is no drag. */
const startPx = 6;
/** A finger that stays takes a card; one that goes on scrolls. */
const holdMs = 220;
const shakePx = 8;

export interface Target {
  /** Empty where the board has no lanes. */
  readonly lane: string;
  readonly column: string;
  /** Among the cards as they stand, the dragged one still at its old place. */
  readonly index: number;
  /** Where the pointer is, from the left. */
  readonly x: number;
}
interface Dragged {
  readonly card: Card;
  readonly lane: string;
}

/** The column below the pointer, and the place in it, by the cards as they are drawn at this moment. */
const under: CollisionDetection = ({ pointerCoordinates: at, droppableContainers }) => {
  if (!at) return [];
  for (const { id, node } of droppableContainers) {
    const cell = node.current?.closest<HTMLElement>("[data-col]");
    const box = cell?.getBoundingClientRect();
    if (!cell || !box || at.x < box.left || at.x > box.right) continue;
    const { col: column, lane = "" } = cell.dataset;
    if (lane !== "" && (at.y < box.top || at.y > box.bottom)) continue;
    const slots = [...cell.querySelectorAll<HTMLElement>("[data-index]")].map((slot) => ({
      index: Number(slot.dataset.index),
      box: slot.getBoundingClientRect(),
    }));
    slots.sort((a, b) => a.index - b.index);
    const next = slots.find((slot) => at.y < slot.box.top + slot.box.height / 2);
    const index = next ? next.index : (slots.at(-1)?.index ?? -1) + 1;
    return [{ id, data: { column, lane, index, x: at.x } }];
  }
  return [];
};

const targetOf = ({ collisions }: DragMoveEvent | DragEndEvent): Target | null =>
  (collisions?.[0]?.data as Target | undefined) ?? null;
const same = (a: Target | null, b: Target | null) =>
  a?.column === b?.column && a?.lane === b?.lane && a?.index === b?.index;

/** The lanes of a board: what changes of a card that goes from one to another, and what they are called. */
export interface Laned {
  readonly regrouped: (card: Card, from: string, to: string) => Wished;
  readonly nameOf: (lane: string) => string;
}

/** Cards go by mouse and by finger; `turn` hears where they are held, and that they are no more. */
export function useDragging(
  cellOf: (lane: string, column: string) => readonly Card[],
  { laned, turn }: { laned?: Laned; turn?: (x: number | null) => void } = {},
) {
  const { may } = useTasks();
  const { move, bar } = useActs();
  const [held, hold] = useState<Card | null>(null);
  const [target, aim] = useState<Target | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: startPx } }),
    useSensor(TouchSensor, { activationConstraint: { delay: holdMs, tolerance: shakePx } }),
  );
  const draggedIn = (event: DragStartEvent | DragMoveEvent | DragEndEvent) =>
    event.active.data.current as Dragged | undefined;
  const allowed = (event: DragMoveEvent | DragEndEvent): Target | null => {
    const card = draggedIn(event)?.card;
    const next = targetOf(event);
    return card && next && may.move(card, next.column) ? next : null;
  };
  const end = () => {
    turn?.(null);
    hold(null);
    aim(null);
  };
  const drop = ({ card, lane }: Dragged, to: Target) => {
    const cards = cellOf(to.lane, to.column);
    const from = cards.findIndex((c) => c.id === card.id);
    const index = from >= 0 && from < to.index ? to.index - 1 : to.index;
    if (from === index) return;
    const place = placeAmong(cards, card.id, to.column, index);
    if (!laned || to.lane === lane) move(card, place, index + 1);
    else move(card, place, index + 1, laned.regrouped(card, lane, to.lane), laned.nameOf(to.lane));
  };
  return {
    held,
    target,
    props: {
      sensors,
      collisionDetection: under,
      onDragStart: (event: DragStartEvent) => hold(draggedIn(event)?.card ?? null),
      onDragMove: (event: DragMoveEvent) => {
        turn?.(targetOf(event)?.x ?? null);
        const next = allowed(event);
        aim((now) => (same(now, next) ? now : next));
      },
      onDragEnd: (event: DragEndEvent) => {
        end();
        const dragged = draggedIn(event);
        const to = allowed(event);
        if (dragged && to) drop(dragged, to);
        else if (dragged && may.barred(dragged.card, targetOf(event)?.column ?? dragged.card.column)) bar();
      },
      onDragCancel: end,
    },
  };
}
