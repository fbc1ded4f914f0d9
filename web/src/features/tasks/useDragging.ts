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
import type { Card } from "../../api/tasks";
import { useActs, useTasks } from "./context";
import { placeAt } from "./order";

/** A click is no drag. */
const startPx = 6;
/** A finger that stays takes a card; one that goes on scrolls. */
const holdMs = 220;
const shakePx = 8;

export interface Target {
  readonly column: string;
  /** Among the cards as they stand, the dragged one still at its old place. */
  readonly index: number;
}

/** The column below the pointer, and the place in it, by the cards as they are drawn at this moment. */
const under: CollisionDetection = ({ pointerCoordinates: at, droppableContainers }) => {
  if (!at) return [];
  for (const { id, node } of droppableContainers) {
    const column = node.current?.closest<HTMLElement>("[data-col]");
    const box = column?.getBoundingClientRect();
    if (!column || !box || at.x < box.left || at.x > box.right) continue;
    const slots = [...column.querySelectorAll<HTMLElement>("[data-index]")].map((slot) => ({
      index: Number(slot.dataset.index),
      box: slot.getBoundingClientRect(),
    }));
    slots.sort((a, b) => a.index - b.index);
    const next = slots.find((slot) => at.y < slot.box.top + slot.box.height / 2);
    const index = next ? next.index : (slots.at(-1)?.index ?? -1) + 1;
    return [{ id, data: { column: id, index } }];
  }
  return [];
};

const targetOf = ({ collisions }: DragMoveEvent | DragEndEvent): Target | null =>
  (collisions?.[0]?.data as Target | undefined) ?? null;

/** Cards go by mouse and by finger. */
export function useDragging() {
  const { columns, may } = useTasks();
  const { move } = useActs();
  const [held, hold] = useState<Card | null>(null);
  const [target, aim] = useState<Target | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: startPx } }),
    useSensor(TouchSensor, { activationConstraint: { delay: holdMs, tolerance: shakePx } }),
  );
  const allowed = (event: DragMoveEvent | DragEndEvent): Target | null => {
    const card = event.active.data.current?.card as Card | undefined;
    const next = targetOf(event);
    return card && next && may.move(card, next.column) ? next : null;
  };
  const end = () => {
    hold(null);
    aim(null);
  };
  return {
    held,
    target,
    props: {
      sensors,
      collisionDetection: under,
      onDragStart: ({ active }: DragStartEvent) => hold((active.data.current?.card as Card) ?? null),
      onDragMove: (event: DragMoveEvent) => {
        const next = allowed(event);
        aim((now) => (now?.column === next?.column && now?.index === next?.index ? now : next));
      },
      onDragEnd: (event: DragEndEvent) => {
        end();
        const card = event.active.data.current?.card as Card;
        const to = allowed(event);
        if (!to) return;
        const from = (columns.get(to.column) ?? []).findIndex((c) => c.id === card.id);
        const index = from >= 0 && from < to.index ? to.index - 1 : to.index;
        if (from !== index) move(card, placeAt(columns, card.id, to.column, index), index + 1);
      },
      onDragCancel: end,
    },
  };
}
