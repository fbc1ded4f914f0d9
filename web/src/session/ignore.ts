import { ClientEvent, EventType, type MatrixClient, type MatrixEvent } from "matrix-js-sdk";
import { plain } from "../base/names";
import { list } from "./changes";
import { live } from "./live";
import { localpart, type Person } from "./people";

/** Those whose messages I do not want to see. */
export function useIgnored(): readonly Person[] {
  list.use();
  const { client } = live();
  return client.getIgnoredUsers().map((id) => {
    const user = client.getUser(id);
    return { id, name: plain(user?.displayName ?? "") || localpart(id), picture: user?.avatarUrl ?? null };
  });
}

/// spec: client-server-api#ignoring-users
export async function ignore(user: string, on: boolean): Promise<void> {
  const { client } = live();
  const others = client.getIgnoredUsers().filter((id) => id !== user);
  await client.setIgnoredUsers(on ? [...others, user] : others);
}

const ignoredIn = (list: MatrixEvent | undefined): string[] => Object.keys(list?.getContent().ignored_users ?? {});

/** Calls when somebody is heard again, here or on another device: what they said meanwhile was never told. */
export function followHeard(client: MatrixClient, heard: () => void): () => void {
  const onData = (list: MatrixEvent, before?: MatrixEvent) => {
    if (list.getType() !== EventType.IgnoredUserList) return;
    const now = ignoredIn(list);
    if (ignoredIn(before).some((user) => !now.includes(user))) heard();
  };
  client.on(ClientEvent.AccountData, onData);
  return () => void client.off(ClientEvent.AccountData, onData);
}
