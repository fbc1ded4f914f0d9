import { useCallback, useEffect } from "react";
import { type SpaceRequest, spaceRequests, toDecide } from "../../api/spaces";
import { store } from "../../base/store";

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

/** Reads them when a page that shows them opens. */
export function useRequests(): { told: readonly SpaceRequest[] | null; failed: unknown; again: () => void } {
  const told = requestsTold.use();
  const failed = requestsFailed.use();
  const again = useCallback(() => void readRequests(), []);
  useEffect(again, [again]);
  return { told, failed, again };
}

/** How many wait for me to decide. */
export function useWaitingRequests(): number {
  const { told } = useRequests();
  return toDecide(told ?? none).length;
}
