import { useEffect, useState } from "react";
import type { Person } from "../session/people";

const typingPauseMs = 250;
/** A shorter word finds only whole names. */
export const lettersMin = 3;

export type FindPeople = (term: string) => Promise<readonly Person[]>;
const everywhere: FindPeople = async (term) => (await import("../session/rooms")).findPeople(term);

/** People found by what is typed; null while none was asked for: of some alone, they are found before anything is typed. What asks the server is loaded with the first question. */
export function usePeople(
  term: string,
  ask?: FindPeople,
): { found: readonly Person[] | null; looking: boolean; failed: boolean } {
  const [answer, setAnswer] = useState<{ term: string | null; found: readonly Person[] | null }>({
    term: null,
    found: null,
  });
  const wanted = term.trim();
  const asks = wanted !== "" || ask !== undefined;
  useEffect(() => {
    if (!asks) return;
    let here = true;
    const timer = setTimeout(
      () => {
        (ask ?? everywhere)(wanted).then(
          (found) => here && setAnswer({ term: wanted, found }),
          () => here && setAnswer({ term: wanted, found: null }),
        );
      },
      wanted ? typingPauseMs : 0,
    );
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [wanted, asks, ask]);
  const done = answer.term === wanted;
  return {
    found: asks && done ? answer.found : null,
    looking: asks && !done,
    failed: asks && done && answer.found === null,
  };
}
