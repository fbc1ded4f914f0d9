import { startTransition, useEffect, useState } from "react";
import { aheadPx } from "./looks";

/** How far beyond what is in sight a list is drawn: not at all at first, so that what is in sight stands there the sooner. */
export function useAhead(): number {
  const [px, draw] = useState(0);
  useEffect(() => {
    let after = 0;
    const frame = requestAnimationFrame(() => {
      after = window.setTimeout(() => startTransition(() => draw(aheadPx)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(after);
    };
  }, []);
  return px;
}
