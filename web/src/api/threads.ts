import { ask, Refusal } from "./http";

/** What I want to hear of a discussion: MSC4306. */
const at = encodeURIComponent;
const one = (room: string, root: string) =>
  `/_matrix/client/unstable/io.element.msc4306/rooms/${at(room)}/thread/${at(root)}/subscription`;

const notFound = 404;

/** Whether I hear of what is said below a message. */
export async function isFollowed(room: string, root: string): Promise<boolean> {
  try {
    await ask<unknown>(one(room, root));
    return true;
  } catch (failure) {
    if (failure instanceof Refusal && failure.status === notFound) return false;
    throw failure;
  }
}

export const follow = (room: string, root: string, on: boolean) =>
  ask<unknown>(one(room, root), on ? { method: "PUT", body: {} } : { method: "DELETE" });
