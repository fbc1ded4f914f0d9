import { EventType, type MatrixClient, NotificationCountType, type Room } from "matrix-js-sdk";
import { plain } from "../base/names";
import type { SpaceLine } from "./counts";
import { levelOf } from "./roles";

/** What a space says of itself. spec: the state event `fr.parvis.space` */
export interface SpaceFacts {
  readonly model: string;
  readonly apps: readonly string[];
  readonly feed: string | null;
  readonly archived: boolean;
}

const factsType = "fr.parvis.space";
const feedType = "fr.parvis.feed";

const stateOf = (room: Room, type: string): Record<string, unknown> | undefined =>
  room.currentState.getStateEvents(type, "")?.getContent();

export function spaceFacts(room: Room): SpaceFacts | null {
  const facts = stateOf(room, factsType);
  if (!facts) return null;
  const { model, apps, feed, archived } = facts;
  return {
    model: typeof model === "string" ? model : "blank",
    apps: Array.isArray(apps) ? apps.filter((app): app is string => typeof app === "string") : [],
    feed: typeof feed === "string" ? feed : null,
    archived: archived === true,
  };
}

/** The space whose feed a room is; null for every other room. */
export function spaceOfFeed(room: Room): string | null {
  const of = stateOf(room, feedType)?.space;
  return typeof of === "string" ? of : null;
}

export const isFeed = (room: Room): boolean => spaceOfFeed(room) !== null;

/** The rooms that a space names, its feed among them. */
export const childrenOf = (space: Room): readonly string[] =>
  space.currentState
    .getStateEvents(EventType.SpaceChild)
    .filter((e) => Array.isArray(e.getContent().via))
    .map((e) => e.getStateKey()!);

/** The space in which a room stands, or whose feed it is, and that has a tool; null where there is none that I am in. */
export function spaceAround(client: MatrixClient, room: string, app: string): string | null {
  const found = client.getVisibleRooms().find((space) => {
    const facts = space.isSpaceRoom() && space.getMyMembership() === "join" ? spaceFacts(space) : null;
    return facts?.apps.includes(app) && (facts.feed === room || childrenOf(space).includes(room));
  });
  return found?.roomId ?? null;
}

/** Whether I may make something with a tool in a space of mine. */
export const hasTool = (client: MatrixClient, me: string, app: string): boolean =>
  client.getVisibleRooms().some((space) => {
    const facts = space.isSpaceRoom() && space.getMyMembership() === "join" ? spaceFacts(space) : null;
    return facts?.apps.includes(app) === true && !facts.archived && levelOf(space, me) >= 0;
  });

/** My spaces, by name; each with what its feed and its rooms hold for me. `isUnread` looks at one room. */
export function spaceLinesOf(client: MatrixClient, isUnread: (room: Room) => boolean): SpaceLine[] {
  const lines: SpaceLine[] = [];
  for (const room of client.getVisibleRooms()) {
    const facts = room.isSpaceRoom() && room.getMyMembership() === "join" ? spaceFacts(room) : null;
    if (!facts) continue;
    const inside = childrenOf(room)
      .map((id) => client.getRoom(id))
      .filter((child): child is Room => child?.getMyMembership() === "join");
    const feed = inside.find((child) => child.roomId === facts.feed);
    const about = (child: Room | undefined) => child?.getUnreadNotificationCount(NotificationCountType.Highlight) ?? 0;
    lines.push({
      id: room.roomId,
      name: plain(room.name) || room.roomId,
      picture: room.getMxcAvatarUrl(),
      model: facts.model,
      archived: facts.archived,
      feed: feed?.roomId ?? null,
      feedUnread: feed !== undefined && isUnread(feed),
      feedMentions: about(feed),
      unread: inside.some(isUnread),
      mentions: inside.reduce((sum, child) => sum + about(child), 0),
    });
  }
  return lines.sort((a, b) => a.name.localeCompare(b.name, "fr"));
}
