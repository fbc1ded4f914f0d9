import { ClientEvent, type MatrixClient, RoomMemberEvent, type RoomMember, SyncState, UserEvent } from "matrix-js-sdk";
import { me } from "../base/account";

/** Keeps my name and picture, as the shell shows them, in step with what arrives. */
export function followProfile(client: MatrixClient): () => void {
  const mine = client.getUserId()!;
  const set = (name: string | undefined, picture: string | undefined | null) =>
    me.set((before) => ({ admin: before?.admin ?? false, name: name || before?.name || mine, picture: picture ?? null }));
  const onMember = (_event: unknown, member: RoomMember) => {
    if (member.userId === mine && member.membership === "join") set(member.rawDisplayName, member.getMxcAvatarUrl());
  };
  const ask = (state: SyncState) => {
    if (state !== SyncState.Prepared) return;
    client.off(ClientEvent.Sync, ask);
    client.getProfileInfo(mine).then(
      (profile) => set(profile.displayname, profile.avatar_url),
      () => undefined,
    );
  };
  client.on(ClientEvent.Sync, ask);
  client.on(RoomMemberEvent.Name, onMember as never);
  client.on(UserEvent.AvatarUrl, (_event, user) => {
    if (user.userId === mine) set(user.displayName, user.avatarUrl);
  });
  return () => client.off(ClientEvent.Sync, ask);
}
