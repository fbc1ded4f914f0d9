import type { Room } from "matrix-js-sdk";
import { useMemo } from "react";
import { me as self } from "../base/account";
import { useConnected } from "../session/hooks";
import { can } from "../session/roles";
import { successor } from "../session/rooms";
import type { Talk } from "./talk";

/** What I may do in a room, as long as nobody changes it. */
export function useMay(room: Room, version: number): Talk["may"] {
  const { me } = useConnected();
  // Who is suspended reads, and takes back what is theirs.
  const suspended = self.use()?.suspended === true;
  const open = successor(room) === null && !suspended;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the room
  const [write, react, deleteOwn, deleteOthers] = useMemo(
    () => [
      open && can(room, me, "send"),
      open && can(room, me, "react"),
      can(room, me, "delete"),
      can(room, me, "delete") && can(room, me, "redact"),
    ],
    [room, me, open, version],
  ) as [boolean, boolean, boolean, boolean];
  return useMemo(() => ({ write, react, deleteOwn, deleteOthers }), [write, react, deleteOwn, deleteOthers]);
}
