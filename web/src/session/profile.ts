import { type MatrixClient, type MatrixEvent, type RoomMember, RoomMemberEvent } from "matrix-js-sdk";
import { me } from "../base/account";
import { plain } from "../base/names";

/** Keeps my name and picture, as the shell shows them, in step with what my other devices change. */
export function followProfile(client: MatrixClient): () => void {
  const mine = client.getUserId()!;
  const onMember = (event: MatrixEvent, member: RoomMember) => {
    if (member.userId !== mine || member.membership !== "join" || event.getTs() < startedAt) return;
    me.set(
      (before) =>
        before && { ...before, name: plain(member.rawDisplayName) || mine, picture: member.getMxcAvatarUrl() ?? null },
    );
  };
  const startedAt = Date.now();
  client.on(RoomMemberEvent.Name, onMember);
  return () => client.off(RoomMemberEvent.Name, onMember);
}
