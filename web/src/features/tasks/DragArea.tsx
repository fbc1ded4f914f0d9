import { DndContext, DragOverlay } from "@dnd-kit/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CardFace } from "./TaskCard";
import s from "./tasks.module.css";
import type { useDragging } from "./useDragging";

/** What moves is announced by the page itself. */
export const silent = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

interface AreaProps {
  readonly of: ReturnType<typeof useDragging>;
  /** What goes on by itself while a card is held at its edge. */
  readonly canScroll?: (element: Element) => boolean;
  readonly children: ReactNode;
}

/** Where cards are dragged, and the one that is. */
export function DragArea({ of, canScroll = () => true, children }: AreaProps) {
  const { t } = useTranslation();
  const { held, props } = of;
  return (
    <DndContext
      {...props}
      autoScroll={{ canScroll }}
      accessibility={{ announcements: silent, screenReaderInstructions: { draggable: t("tasks.keys.hint") } }}
    >
      {children}
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
