import { useEffect, useRef } from "react";

/** True when the present entry of the history stands for what covers the page. */
export const covered = (): boolean => (history.state as { covered?: boolean } | null)?.covered === true;

/** While something covers the page, the way back of the browser takes it away, and nothing else. */
export function useBack(close: () => void, covers = true): void {
  const held = useRef(close);
  held.current = close;
  useEffect(() => {
    if (!covers) return;
    history.pushState({ covered: true }, "");
    const back = () => held.current();
    addEventListener("popstate", back);
    return () => {
      removeEventListener("popstate", back);
      if (covered()) history.back();
    };
  }, [covers]);
}
