import type { Target } from "../../api/taskTalk";

const decoded = (part: string | undefined): string => {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return "";
  }
};

/** What the address of a page of ours names: a message of a room, a task, a post (whose room `feedOf` knows); null for others. */
export function targetOf(text: string, origin: string, feedOf: (space: string) => string | null): Target | null {
  let url: URL;
  try {
    url = new URL(text.trim(), origin);
  } catch {
    return null;
  }
  if (url.origin !== origin) return null;
  // A room that is open among the tools of its space is the same room.
  const path = url.pathname.replace(/^\/spaces\/[^/]+(?=\/rooms\/)/, "");
  const [, first, place, kind, id] = path.split("/").map(decoded);
  if (!place || !id) return null;
  if (first === "rooms" && (kind === "event" || kind === "thread")) return { kind: "message", room: place, event: id };
  if (first === "spaces" && kind === "tasks") return { kind: "task", task: id };
  if (first !== "spaces" || kind !== "feed") return null;
  const room = feedOf(place);
  return room === null ? null : { kind: "message", room, event: id };
}
