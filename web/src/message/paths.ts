const at = encodeURIComponent;

/** The space in which a room is open in this browser, as an address: what leads on from there stays in it. */
function around(room: string): string {
  const [, first, space, kind, open] = globalThis.location?.pathname.split("/") ?? [];
  return first === "spaces" && kind === "rooms" && decoded(open) === room ? `/spaces/${space}` : "";
}

/** The addresses of conversations; a panel is part of the address, so it can be sent. */
export const roomPath = (room: string): string => `${around(room)}/rooms/${at(room)}`;
/** A room among the tools of its space. */
export const roomOfSpacePath = (space: string, room: string): string => `/spaces/${at(space)}/rooms/${at(room)}`;
/** What a room that is open was chosen from. */
export const besidePath = (room: string): string => around(room) || "/rooms";
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
  | {
      readonly kind: "room";
      readonly room: string;
      /** The space among whose tools it is open. */
      readonly space: string | null;
      readonly event: string | null;
      readonly panel: Panel | null;
    };
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
  const [, first, space, ...inside] = path.split("/");
  if (first !== "spaces" || inside[0] !== "rooms") return whereAlone(path);
  const where = whereAlone(`/${inside.join("/")}`);
  return where?.kind === "room" ? { ...where, space: decoded(space) } : null;
}

function whereAlone(path: string): Where | null {
  const [, first, second, kind, id, ...more] = path.split("/");
  if (first !== "rooms" || more.length > 0) return null;
  if (!second) return { kind: "list" };
  if (second === "new" || second === "direct" || second === "directory") return kind ? null : { kind: second };
  const room = decoded(second);
  if (!/^[!#]/.test(room)) return null;
  const target = decoded(id);
  const open = { kind: "room", room, space: null, event: null, panel: null } as const;
  if (!kind) return open;
  if (kind === "event" && target) return { ...open, event: target };
  if (kind === "thread" && target) return { ...open, panel: { kind: "thread", root: target } };
  if ((kind === "members" || kind === "about" || kind === "pinned" || kind === "scheduled") && !id)
    return { ...open, panel: { kind } };
  return null;
}
