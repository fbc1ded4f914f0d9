import type { Room } from "matrix-js-sdk";

/** The counts as the client holds them: it tells a discussion's count by its root, and not which there are. */
interface Counted {
  readonly threadNotifications: ReadonlyMap<string, { readonly total?: number }>;
}

/** Discussions with messages that I have not read, by their roots; also those that are not loaded. */
export function unreadThreads(room: Room): string[] {
  const { threadNotifications } = room as unknown as Counted;
  return [...threadNotifications].flatMap(([root, { total }]) => (total ? [root] : []));
}
