import { useCallback, useEffect } from "react";
import { type SpaceRequest, spaceRequests, toDecide } from "../../api/spaces";
import { store } from "../../base/store";
import { awaited, spaceLines } from "../../session/counts";

const none: readonly SpaceRequest[] = [];
/** What was asked for: mine, and what I may decide; null while the server has not said. */
export const requestsTold = store<readonly SpaceRequest[] | null>(null);
export const requestsFailed = store<unknown>(null);

export async function readRequests(): Promise<void> {
  try {
    requestsTold.set(await spaceRequests());
    requestsFailed.set(null);
  } catch (failure) {
    requestsFailed.set(failure);
  }
}

/** Reads them when a page that shows them opens, and again when I have come into a space or something waits for me: what was decided says so. */
export function useRequests(): { told: readonly SpaceRequest[] | null; failed: unknown; again: () => void } {
  const told = requestsTold.use();
  const failed = requestsFailed.use();
  const again = useCallback(() => void readRequests(), []);
  const spaces = spaceLines.use().length;
  const waiting = awaited.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them may tell of a decision
  useEffect(again, [again, spaces, waiting]);
  return { told, failed, again };
}

/** How many wait for me to decide. */
export function useWaitingRequests(): number {
  const { told } = useRequests();
  return toDecide(told ?? none).length;
}
