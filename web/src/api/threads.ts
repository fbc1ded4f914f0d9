import { ask, Refusal } from "./http";

/** What I want to hear of a discussion: MSC4306. */
const at = encodeURIComponent;
const unstable = "/_matrix/client/unstable";
const one = (room: string, root: string) =>
  `${unstable}/io.element.msc4306/rooms/${at(room)}/thread/${at(root)}/subscription`;

/** Whether I hear of what is said below a message: not found is no. */
export async function isFollowed(room: string, root: string): Promise<boolean> {
  try {
    await ask(one(room, root));
    return true;
  } catch (failure) {
    if (failure instanceof Refusal && failure.status === 404) return false;
    throw failure;
  }
}

export const follow = (room: string, root: string, on: boolean) =>
  ask<unknown>(one(room, root), on ? { method: "PUT", body: {} } : { method: "DELETE" });
