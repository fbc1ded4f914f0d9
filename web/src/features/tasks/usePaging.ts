import { type RefObject, useCallback, useRef } from "react";

/** How near the edge of a phone a card is held to go on to the next column, and how long. */
const edgePx = 40;
const pageMs = 500;

/**
 * Where a board shows one column at a time, a card that is held at its edge brings the next one. Where it shows several,
 * it scrolls by itself.
 */
export function usePaging(board: RefObject<HTMLElement | null>) {
  const timer = useRef<ReturnType<typeof setInterval> | undefined>(undefined);
  const side = useRef(0);
  const paged = useCallback(() => {
    const at = board.current;
    const column = at?.firstElementChild;
    return at && column ? column.clientWidth >= at.clientWidth : false;
  }, [board]);
  const turn = useCallback(
    (x: number | null) => {
      const at = board.current;
      const box = at?.getBoundingClientRect();
      const next = x === null || !box || !paged() ? 0 : x < box.left + edgePx ? -1 : x > box.right - edgePx ? 1 : 0;
      if (next === side.current) return;
      side.current = next;
      clearInterval(timer.current);
      if (next !== 0)
        timer.current = setInterval(() => at?.scrollBy({ left: next * at.clientWidth, behavior: "instant" }), pageMs);
    },
    [board, paged],
  );
  const canScroll = useCallback((element: Element) => element !== board.current || !paged(), [board, paged]);
  return { turn, canScroll };
}
