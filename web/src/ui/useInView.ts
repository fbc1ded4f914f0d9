import { type RefObject, useEffect, useRef, useState } from "react";

const nearPx = 400;

/** True once the element has come near the screen. */
export function useInView(): [RefObject<HTMLDivElement | null>, boolean] {
  const at = useRef<HTMLDivElement>(null);
  const [seen, see] = useState(false);
  useEffect(() => {
    if (seen || !at.current) return;
    const watching = new IntersectionObserver(([entry]) => entry?.isIntersecting && see(true), {
      rootMargin: `${nearPx}px`,
    });
    watching.observe(at.current);
    return () => watching.disconnect();
  }, [seen]);
  return [at, seen];
}

/** Calls whenever the element comes near the screen, and again while it stays there and `turn` changes. */
export function useNear(call: () => void, turn: unknown): RefObject<HTMLDivElement | null> {
  const at = useRef<HTMLDivElement>(null);
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn looks again whether it is near
  useEffect(() => {
    if (!at.current) return;
    const watching = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: `${nearPx}px`,
    });
    watching.observe(at.current);
    return () => watching.disconnect();
  }, [turn]);
  return at;
}
