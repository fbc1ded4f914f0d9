import { EventType, type Room } from "matrix-js-sdk";
import { live } from "./live";

/** As many as a person looks through. */
const pinnedMax = 100;

/// spec: client-server-api#mroompinned_events. Latest first.
export function pinnedIn(room: Room): readonly string[] {
  const { pinned }: { pinned?: unknown } =
    room.currentState.getStateEvents(EventType.RoomPinnedEvents, "")?.getContent() ?? {};
  if (!Array.isArray(pinned)) return [];
  const ids = pinned.filter((id): id is string => typeof id === "string");
  return [...new Set(ids.reverse())].slice(0, pinnedMax);
}

/** Pins a message, or takes it down. */
export async function pin(room: Room, event: string, on: boolean): Promise<void> {
  const others = pinnedIn(room).filter((id) => id !== event);
  const pinned = (on ? [event, ...others] : others).slice(0, pinnedMax).reverse();
  await live().client.sendStateEvent(room.roomId, EventType.RoomPinnedEvents, { pinned }, "");
}
