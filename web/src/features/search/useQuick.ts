import { useEffect, useState } from "react";
import { type Answer, type Kind, searchEverything } from "../../api/search";

const typingPauseMs = 150;
const eachMost = 3;
/** A shorter word is too little to look for while one types. */
const lettersMin = 3;
/** People are proposed by who knows the conversations with them. */
const quickKinds: readonly Kind[] = ["space", "task", "decision", "post", "message"];

/** The best of each kind, as one types; what was found last stays until the next answer is there. */
export function useQuick(query: string): { readonly for: string; readonly answer: Answer } | null {
  const [found, setFound] = useState<{ for: string; answer: Answer } | null>(null);
  const words = query.trim();
  useEffect(() => {
    if (words.length < lettersMin) return;
    const ending = new AbortController();
    const timer = setTimeout(() => {
      const asked = { words, kinds: quickKinds, limit: eachMost, latest: true };
      // What cannot be found now is found by the page, which says so.
      searchEverything(asked, ending.signal).then(
        (answer) => setFound({ for: words, answer }),
        () => undefined,
      );
    }, typingPauseMs);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [words]);
  return found && words.length >= lettersMin && words.startsWith(found.for) ? found : null;
}
