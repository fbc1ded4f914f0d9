import { useDraggable } from "@dnd-kit/core";
import { Checkbox } from "@mantine/core";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Card } from "../../api/tasks";
import { toggled, useTasks } from "./context";
import { MoveMenu } from "./MoveMenu";
import { CardFace } from "./TaskCard";
import s from "./tasks.module.css";
import { isNew } from "./wishes";

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
  /** Its place among the cards that stand together, and the lane they stand in. */
  readonly index: number;
  readonly lane?: string;
  readonly drop: "before" | "after" | undefined;
  readonly hold: Hold;
}

/** The place of a card: it opens it, or chooses it while somebody chooses; it is dragged from there. */
export const CardSlot = memo(function CardSlot({ card, index, lane = "", drop, hold }: SlotProps) {
  const { t } = useTranslation();
  const { may, chosen } = useTasks();
  const all = chosen.use();
  const mine = may.change(card);
  const choosing = all !== null && mine;
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: card.id,
    data: { card, lane },
    disabled: !mine || choosing,
  });
  const choose = () => chosen.set((now) => toggled(now, card.id));
  const onClick = (e: MouseEvent) => {
    if (isNew(card.id)) return e.preventDefault();
    const adds = mine && (e.ctrlKey || e.metaKey || e.shiftKey);
    if (!choosing && !adds) return;
    e.preventDefault();
    choose();
  };
  return (
    <div
      ref={setNodeRef}
      className={s.slot}
      data-index={index}
      data-drop={drop}
      data-dragged={isDragging || undefined}
      {...listeners}
    >
      <Link
        className={s.card}
        href={isNew(card.id) ? "" : hold.hrefOf(card.id)}
        data-card={card.id}
        data-done={card.state === "validated" || undefined}
        data-on={hold.shown === card.id || undefined}
        data-chosen={all?.has(card.id) || undefined}
        tabIndex={hold.current === card.id ? 0 : -1}
        draggable={false}
        // A link leaves a click with Ctrl to the browser, and does not tell of it.
        onClickCapture={onClick}
      >
        <CardFace of={card} />
      </Link>
      {choosing ? (
        <Checkbox
          className={s.choice ?? ""}
          aria-label={t("tasks.choose.one", { title: card.title })}
          checked={all.has(card.id)}
          onChange={choose}
          tabIndex={-1}
        />
      ) : mine ? (
        <MoveMenu
          card={card}
          opened={hold.menu === card.id}
          open={(opened) => hold.openMenu(opened ? card.id : null)}
          moved={hold.moved}
        />
      ) : null}
    </div>
  );
});
