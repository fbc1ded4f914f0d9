import { useEffect, useState } from "react";
import type { Person } from "../session/people";

const typingPauseMs = 250;
/** A shorter word finds only whole names. */
export const lettersMin = 3;

export type FindPeople = (term: string) => Promise<readonly Person[]>;
const everywhere: FindPeople = async (term) => (await import("../session/rooms")).findPeople(term);

/** People found by what is typed; null while none was asked for. What asks the server is loaded with the first question. */
export function usePeople(
  term: string,
  ask = everywhere,
): { found: readonly Person[] | null; looking: boolean; failed: boolean } {
  const [answer, setAnswer] = useState<{ term: string; found: readonly Person[] | null }>({ term: "", found: null });
  const wanted = term.trim();
  useEffect(() => {
    if (!wanted) return;
    let here = true;
    const timer = setTimeout(() => {
      ask(wanted).then(
        (found) => here && setAnswer({ term: wanted, found }),
        () => here && setAnswer({ term: wanted, found: null }),
      );
    }, typingPauseMs);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [wanted, ask]);
  const done = answer.term === wanted;
  return {
    found: wanted && done ? answer.found : null,
    looking: wanted !== "" && !done,
    failed: wanted !== "" && done && answer.found === null,
  };
}
