import { useCallback, useEffect, useRef, useState } from "react";
import { passing } from "./following";

/** An answer that a page waits for. */
export type Asked<T> =
  | { readonly state: "waiting" }
  | { readonly state: "here"; readonly value: T }
  | { readonly state: "refused"; readonly why: unknown };

/**
 * Asks once when the page opens, and again on demand; `question` must keep its identity between renderings. What the same
 * question has brought stays where asking it again fails for a while.
 */
export function useAsked<T>(question: () => Promise<T>): [Asked<T>, () => void, (value: T) => void] {
  const [asked, setAsked] = useState<Asked<T>>({ state: "waiting" });
  const [turn, setTurn] = useState(0);
  const answered = useRef<unknown>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks the same question again.
  useEffect(() => {
    let here = true;
    setAsked((before) => (before.state === "here" ? before : { state: "waiting" }));
    question().then(
      (value) => {
        if (!here) return;
        answered.current = question;
        setAsked({ state: "here", value });
      },
      (why: unknown) => {
        if (!here) return;
        const stays = answered.current === question && passing(why);
        setAsked((before) => (stays && before.state === "here" ? before : { state: "refused", why }));
      },
    );
    return () => {
      here = false;
    };
  }, [question, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  const put = useCallback((value: T) => setAsked({ state: "here", value }), []);
  return [asked, again, put];
}
