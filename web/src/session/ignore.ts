import { list } from "./changes";
import { live } from "./live";
import { localpart, type Person } from "./people";

/** Those whose messages I do not want to see. */
export function useIgnored(): readonly Person[] {
  list.use();
  const { client } = live();
  return client.getIgnoredUsers().map((id) => {
    const user = client.getUser(id);
    return { id, name: user?.displayName || localpart(id), picture: user?.avatarUrl ?? null };
  });
}

/// spec: client-server-api#ignoring-users. What was held back meanwhile is asked for anew.
export async function ignore(user: string, on: boolean): Promise<void> {
  const { client } = live();
  const others = client.getIgnoredUsers().filter((id) => id !== user);
  await client.setIgnoredUsers(on ? [...others, user] : others);
  if (on) return;
  for (const room of client.getVisibleRooms())
    if (room.getMember(user)) await room.refreshLiveTimeline().catch(() => undefined);
}
