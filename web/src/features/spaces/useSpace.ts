import { useCallback, useEffect, useRef } from "react";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { space, type WholeSpace } from "../../api/spaces";
import { type Asked, useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { putAway, takenOut } from "../../base/kept";
import type { T } from "../../i18n";
import { useRoom } from "../../session/hooks";

const keptAs = (id: string) => `spaces.told.${id}`;

/** What the server says of a space, or said last while it does not answer. */
async function spaceOrKept(id: string): Promise<WholeSpace> {
  try {
    const told = await space(id);
    putAway(keptAs(id), told);
    return told;
  } catch (failure) {
    const kept = failure instanceof Refusal && failure.passing ? takenOut<WholeSpace>(keptAs(id)) : null;
    if (kept) return kept;
    throw failure;
  }
}

/** A space as the server tells it, anew whenever its room moves. */
export function useSpace(id: string): [Asked<WholeSpace>, () => void, (next: WholeSpace) => void] {
  const question = useCallback(() => spaceOrKept(id), [id]);
  const answer = useAsked(question);
  const [, again] = answer;
  const { version } = useRoom(id);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    again();
  }, [version, again]);
  return answer;
}

/** Why something about a space was refused: for a right that one lacks, that sentence. */
function sentence(failure: unknown, t: T): string {
  if (failure instanceof Refusal && failure.code === "M_NOT_FOUND") return t("spaces.wrong.gone");
  if (failure instanceof Refusal && failure.code === "M_INVALID_PARAM") return t("spaces.wrong.unfit");
  if (failure instanceof Refusal && failure.status === 409) return t("spaces.wrong.last");
  return reasonOf(failure, t, t("spaces.wrong.forbidden"));
}

export const useSpaceDeed = () => useDeed(sentence);

/** Why something about a request was refused: somebody else was faster. */
const ofRequests = (failure: unknown, t: T): string =>
  failure instanceof Refusal && failure.status === 409 ? t("spaces.wrong.decided") : sentence(failure, t);

export const useRequestDeed = () => useDeed(ofRequests);
