const at = encodeURIComponent;

/** The addresses of this feature; a panel is part of the address, so it can be sent. */
export const roomPath = (room: string): string => `/rooms/${at(room)}`;
export const threadPath = (room: string, root: string): string => `${roomPath(room)}/thread/${at(root)}`;
export const eventPath = (room: string, event: string): string => `${roomPath(room)}/event/${at(event)}`;
export const membersPath = (room: string): string => `${roomPath(room)}/members`;
export const aboutPath = (room: string): string => `${roomPath(room)}/about`;
export const pinnedPath = (room: string): string => `${roomPath(room)}/pinned`;
export const scheduledPath = (room: string): string => `${roomPath(room)}/scheduled`;
export const newRoomPath = "/rooms/new";
export const directPath = "/rooms/direct";
export const directoryPath = "/rooms/directory";

export type Where =
  | { readonly kind: "list" | "new" | "direct" | "directory" }
  | { readonly kind: "room"; readonly room: string; readonly event: string | null; readonly panel: Panel | null };
export type Panel =
  | { readonly kind: "thread"; readonly root: string }
  | { readonly kind: "members" | "about" | "pinned" | "scheduled" };

function decoded(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return "";
  }
}

/** Where an address leads; null when nowhere. */
export function whereOf(path: string): Where | null {
  const [, first, second, kind, id, ...more] = path.split("/");
  if (first !== "rooms" || more.length > 0) return null;
  if (!second) return { kind: "list" };
  if (second === "new" || second === "direct" || second === "directory") return kind ? null : { kind: second };
  const room = decoded(second);
  if (!/^[!#]/.test(room)) return null;
  const target = decoded(id);
  if (!kind) return { kind: "room", room, event: null, panel: null };
  if (kind === "event" && target) return { kind: "room", room, event: target, panel: null };
  if (kind === "thread" && target) return { kind: "room", room, event: null, panel: { kind: "thread", root: target } };
  if ((kind === "members" || kind === "about" || kind === "pinned" || kind === "scheduled") && !id)
    return { kind: "room", room, event: null, panel: { kind } };
  return null;
}
