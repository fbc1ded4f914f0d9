import { type Store, store } from "../base/store";

/** A file that was chosen and not sent. */
export interface Attached {
  readonly id: number;
  readonly file: File;
}

/** Files of one message. */
export const attachedMax = 20;

const places = new Map<string, Store<readonly Attached[]>>();
let last = 0;

/** What is attached in a place of `draftPlace`: it stays while one looks at other rooms, and goes with the page. */
export function attachedIn(me: string, place: string): Store<readonly Attached[]> {
  const key = `${me} ${place}`;
  const known = places.get(key) ?? store<readonly Attached[]>([]);
  places.set(key, known);
  return known;
}

export const attach = (file: File): Attached => ({ id: ++last, file });

export const forgetAttached = (): void => places.clear();
