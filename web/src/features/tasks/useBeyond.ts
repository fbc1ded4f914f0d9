import { type RefObject, useEffect, useState } from "react";

/** Whether more stands beyond the right edge of what scrolls. @param drawn changes with what is drawn in it */
export function useBeyond(scroller: RefObject<HTMLElement | null>, drawn: number): boolean {
  const [beyond, tell] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is measured anew when something else is drawn
  useEffect(() => {
    const of = scroller.current;
    if (!of) return;
    const look = () => tell(of.scrollWidth - of.clientWidth - of.scrollLeft > 1);
    look();
    of.addEventListener("scroll", look, { passive: true });
    const sized = new ResizeObserver(look);
    sized.observe(of);
    return () => {
      of.removeEventListener("scroll", look);
      sized.disconnect();
    };
  }, [scroller, drawn]);
  return beyond;
}
