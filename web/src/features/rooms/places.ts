import { account } from "../../base/account";

/** Where one stopped reading a room: the first message on screen, and how far below the upper edge it stood. */
export interface ReadingPlace {
  readonly event: string;
  readonly belowPx: number;
}
const remembered = 200;
/** By device, as whoever signs in comes to rooms of which this browser knows nothing. */
const keyOf = (room: string) => `${account.now()?.deviceId} ${room}`;
const places = new Map<string, ReadingPlace>();

export const placeIn = (room: string): ReadingPlace | null => places.get(keyOf(room)) ?? null;

/** Remembers the place, until the page is loaded anew; null is the end of the room, which needs no memory. */
export function keepPlace(room: string, place: ReadingPlace | null): void {
  const key = keyOf(room);
  places.delete(key);
  if (place) places.set(key, place);
  if (places.size > remembered) places.delete(places.keys().next().value!);
}

/** What stands at the upper edge of this list of messages; null when it is not drawn. */
export function placeOf(list: HTMLElement): ReadingPlace | null {
  const edge = list.getBoundingClientRect().top;
  for (const row of list.querySelectorAll<HTMLElement>("[data-message]")) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > edge) return { event: row.dataset.message!, belowPx: top - edge };
  }
  return null;
}
