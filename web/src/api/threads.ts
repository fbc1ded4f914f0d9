import { ask } from "./http";

/** What I want to hear of a discussion: MSC4306, MSC4308. */
const at = encodeURIComponent;
const unstable = "/_matrix/client/unstable";
const one = (room: string, root: string) =>
  `${unstable}/io.element.msc4306/rooms/${at(room)}/thread/${at(root)}/subscription`;

interface Page {
  readonly subscribed?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Where the next page begins. */
  readonly end?: string;
}
const pageMax = 1000;
const pagesMax = 10;

/** Whether I hear of what is said below a message. All that I follow is asked for, since a browser tells of each "no" as of a fault. */
export async function isFollowed(room: string, root: string): Promise<boolean> {
  let from: string | undefined;
  for (let n = 0; n < pagesMax; n++) {
    const query = `dir=b&limit=${pageMax}${from ? `&from=${at(from)}` : ""}`;
    const page: Page = await ask(`${unstable}/io.element.msc4308/thread_subscriptions?${query}`);
    if (page.subscribed?.[room]?.[root] !== undefined) return true;
    if (!page.end) return false;
    from = page.end;
  }
  return false;
}

export const follow = (room: string, root: string, on: boolean) =>
  ask<unknown>(one(room, root), on ? { method: "PUT", body: {} } : { method: "DELETE" });
