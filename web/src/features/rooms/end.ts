import { type RefObject, useEffect, useRef } from "react";

/** So near to the end that it counts as the end. */
const atBottomPx = 48;
/** For how long what a reader did explains what moves. */
const gestureMs = 1000;

/** Where a list of messages stands. */
export interface Stand {
  readonly top: number;
  /** Of everything in it, and of what is seen. */
  readonly height: number;
  readonly window: number;
}
export const standOf = ({ scrollTop, scrollHeight, clientHeight }: HTMLElement): Stand => ({
  top: scrollTop,
  height: scrollHeight,
  window: clientHeight,
});
export const belowOf = ({ top, height, window }: Stand): number => height - top - window;

/**
 * Whether the end stays in sight when rows come or grow. Only a reader who goes up lets go of it. Rows that are measured
 * shrink and grow between two looks, and may leave a list of the same height a little higher: without a gesture only a
 * move of half a window is somebody's.
 */
export function staysAtEnd(stuck: boolean, before: Stand, now: Stand, gesture: boolean): boolean {
  if (belowOf(now) < atBottomPx) return true;
  const up = before.top - now.top;
  const far = now.height === before.height && up > now.window / 2;
  return stuck && !(far || (gesture && up > 0));
}

const upKeys = new Set(["ArrowUp", "PageUp", "Home"]);

/** Tells whether the reader has just done something that goes up: wheel, finger, key, or the bar at the side. */
export function useGoingUp(scroller: RefObject<HTMLElement | null>): () => boolean {
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const at = scroller.current;
    if (!at) return;
    const mine = new AbortController();
    const note = () => {
      last.current = performance.now();
    };
    const options = { passive: true, signal: mine.signal };
    at.addEventListener("wheel", (e) => e.deltaY < 0 && note(), options);
    at.addEventListener("touchmove", note, options);
    at.addEventListener("keydown", (e) => upKeys.has(e.key) && note(), options);
    at.addEventListener("pointerdown", (e) => e.target === at && note(), options);
    return () => mine.abort();
  }, [scroller]);
  return () => performance.now() - last.current < gestureMs;
}
