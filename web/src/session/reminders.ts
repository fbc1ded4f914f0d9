import type { MatrixClient } from "matrix-js-sdk";
import { plain } from "../base/names";

/** Somebody was reminded of a post that asks to be confirmed. */
export interface Reminder {
  readonly id: string;
  readonly ts: number;
  readonly room: string;
  readonly title: string | null;
}

const keptMs = 30 * 24 * 60 * 60 * 1000;
const remindersMax = 40;

/** What waits once more because of a reminder; it is done on all devices of who confirms on one of them. */
export const remindedKey = (post: string, by: Reminder): string => `confirm ${post} ${by.id}`;

/** The last reminder of each post, by the post, as the server told me in its notices: the latest of them. */
export function remindersOf(client: MatrixClient): ReadonlyMap<string, Reminder> {
  const all = new Map<string, Reminder>();
  const since = Date.now() - keptMs;
  for (const room of client.getVisibleRooms()) {
    if (room.getMyMembership() !== "join" || !room.tags["m.server_notice"]) continue;
    for (const event of room.getLiveTimeline().getEvents()) {
      const notice = event.getContent()["fr.parvis.notice"] as Readonly<Record<string, unknown>> | undefined;
      if (notice?.kind !== "confirmation_missing" || event.isRedacted() || event.getTs() < since) continue;
      const { room_id: of, event_id: post, title } = notice;
      if (typeof of !== "string" || typeof post !== "string") continue;
      const words = typeof title === "string" ? plain(title) : null;
      all.delete(post);
      all.set(post, { id: event.getId()!, ts: event.getTs(), room: of, title: words });
    }
  }
  return new Map([...all].slice(-remindersMax));
}
