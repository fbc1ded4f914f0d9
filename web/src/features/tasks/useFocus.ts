import { useCallback, useEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { nowhere } from "../../shell/landing";
import { useTasks } from "./context";
import { spotOf } from "./order";
import { queue } from "./queue";

/** How many frames a card is looked for that is to be drawn elsewhere, or after a menu has gone. */
const framesMax = 30;
const cardOf = (target: EventTarget | null): string | null =>
  (target instanceof HTMLElement && target.closest<HTMLElement>("[data-card]")?.dataset.card) || null;
const shownAs = (id: string): string => queue.now()?.named.get(id) ?? id;

/** In which list a card is drawn, and where in it; what brings the list itself into sight, where it may not be drawn. */
export interface Spot {
  readonly list: string;
  readonly index: number;
  readonly around?: string;
}

/**
 * Which card has the focus of the board. It keeps the focus wherever it goes, also where it is drawn anew: in another
 * column, or under the name that the server gave it.
 */
export function useFocus(spotIn?: (id: string) => Spot | null) {
  const { columns } = useTasks();
  const lists = useRef(new Map<string, VirtualizerHandle>());
  const board = useRef<HTMLElement>(null);
  const find = (id: string): Spot | null => {
    if (spotIn) return spotIn(id);
    const spot = spotOf(columns, id);
    return spot && { list: spot.column, index: spot.index };
  };
  const now = useRef(find);
  now.current = find;
  const [at, setAt] = useState<string | null>(null);
  /** The card that holds the focus; null once somebody went elsewhere. */
  const held = useRef<string | null>(null);
  const onList = useCallback((column: string, list: VirtualizerHandle | null) => {
    if (list) lists.current.set(column, list);
    else lists.current.delete(column);
  }, []);
  const seek = useCallback((frames: number) => {
    const id = held.current && shownAs(held.current);
    const spot = id && now.current(id);
    if (!id || !spot) return;
    const card = board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
    const list = lists.current.get(spot.list);
    if (!card && list) list.scrollToIndex(spot.index, { align: "nearest" });
    else if (!card && spot.around) board.current?.querySelector(spot.around)?.scrollIntoView({ block: "nearest" });
    else if (card && card !== document.activeElement) {
      card.focus({ preventScroll: true });
      card.scrollIntoView({ inline: "nearest", block: "nearest" });
    }
    if (frames > 0) requestAnimationFrame(() => seek(frames - 1));
  }, []);
  useEffect(() => {
    const follow = (e: Event) => {
      const id = board.current?.contains(e.target as Node) ? cardOf(e.target) : null;
      if (e.type === "pointerdown" || e.target !== document.body) held.current = id;
      if (id && e.type === "focusin") setAt(id);
    };
    const kinds = ["focusin", "pointerdown"];
    for (const kind of kinds) document.addEventListener(kind, follow, true);
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, follow, true);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where cards are drawn anew, the one that had the focus may have lost it
  useEffect(() => {
    if (held.current && nowhere(document.activeElement)) seek(framesMax);
  }, [columns, seek]);
  const focus = useCallback(
    (id: string) => {
      held.current = id;
      setAt(id);
      seek(framesMax);
    },
    [seek],
  );
  const shown = at === null ? null : shownAs(at);
  const first = [...columns.values()].find((cards) => cards.length > 0)?.[0]?.id ?? null;
  return { board, current: shown !== null && spotOf(columns, shown) ? shown : first, focus, onList };
}
