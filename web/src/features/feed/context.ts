import type { Room } from "matrix-js-sdk";
import { createContext, useContext } from "react";
import type { WholeSpace } from "../../api/spaces";

/** The feed that is on screen. */
export interface OfFeed {
  readonly space: WholeSpace;
  /** Address of the space. */
  readonly root: string;
  readonly room: Room;
}
export const FeedContext = createContext<OfFeed | null>(null);

export function useFeed(): OfFeed {
  const feed = useContext(FeedContext);
  if (!feed) throw new Error("outside a feed");
  return feed;
}
