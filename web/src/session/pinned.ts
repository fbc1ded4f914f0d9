import { EventType, type Room } from "matrix-js-sdk";
import { live } from "./live";

/** As many as a person looks through. */
const shownMax = 100;

/// spec: client-server-api#mroompinned_events. Latest first.
export const pinnedIn = (room: Room): readonly string[] => allPinned(room).slice(0, shownMax);

function allPinned(room: Room): readonly string[] {
  const { pinned }: { pinned?: unknown } =
    room.currentState.getStateEvents(EventType.RoomPinnedEvents, "")?.getContent() ?? {};
  if (!Array.isArray(pinned)) return [];
  const ids = pinned.filter((id): id is string => typeof id === "string");
  return [...new Set(ids.reverse())];
}

/** What is pinned once a message is, or no longer is: what else is pinned stays, however much. Latest first. */
export const pinnedAfter = (all: readonly string[], event: string, on: boolean): readonly string[] => {
  const others = all.filter((id) => id !== event);
  return on ? [event, ...others] : others;
};

/** Pins a message, or takes it down. */
export async function pin(room: Room, event: string, on: boolean): Promise<void> {
  const pinned = pinnedAfter(allPinned(room), event, on).toReversed();
  await live().client.sendStateEvent(room.roomId, EventType.RoomPinnedEvents, { pinned }, "");
}
