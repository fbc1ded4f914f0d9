import { useCallback, useEffect, useState } from "react";

/** An answer that a page waits for. */
export type Asked<T> =
  | { readonly state: "waiting" }
  | { readonly state: "here"; readonly value: T }
  | { readonly state: "refused"; readonly why: unknown };

/** Asks once when the page opens, and again on demand; `question` must keep its identity between renderings. */
export function useAsked<T>(question: () => Promise<T>): [Asked<T>, () => void, (value: T) => void] {
  const [asked, setAsked] = useState<Asked<T>>({ state: "waiting" });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks the same question again.
  useEffect(() => {
    let here = true;
    setAsked((before) => (before.state === "here" ? before : { state: "waiting" }));
    question().then(
      (value) => here && setAsked({ state: "here", value }),
      (why: unknown) => here && setAsked({ state: "refused", why }),
    );
    return () => {
      here = false;
    };
  }, [question, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  const put = useCallback((value: T) => setAsked({ state: "here", value }), []);
  return [asked, again, put];
}
