import { HistoryVisibility, JoinRule, KnownMembership, type Room } from "matrix-js-sdk";
import { useTranslation } from "react-i18next";
import { memberPerson } from "../../session/people";
import { Audience } from "../../ui/parts";

/** Those expected in a room where I am alone; none once somebody is there. */
const awaited = (room: Room) =>
  room.getJoinedMemberCount() > 1 ? [] : room.getMembersWithMembership(KnownMembership.Invite).map(memberPerson);

/** How a room begins: with whom, or for whom. */
export function useBeginning(room: Room): string {
  const { t } = useTranslation();
  const [first, ...others] = awaited(room);
  if (!first) return room.getJoinedMemberCount() > 1 ? t("rooms.beginning.with") : t("rooms.beginning.alone");
  const count = others.length + 1;
  // Who sees only what is said after their coming will not read this.
  if (room.getHistoryVisibility() === HistoryVisibility.Joined) return t("rooms.awaited", { count, name: first.name });
  return t("rooms.beginning.awaited", { count, name: first.name });
}

/** Who reads what is written in a room. */
export function RoomAudience({ room, onClick }: { room: Room; onClick?: () => void }) {
  const { t } = useTranslation();
  const count = room.getJoinedMemberCount();
  const [first, ...others] = awaited(room);
  const words =
    room.getJoinRule() === JoinRule.Public
      ? t("rooms.audience.open", { count })
      : first
        ? t("rooms.awaited", { count: others.length + 1, name: first.name })
        : t("ui.audience", { count });
  return <Audience words={words} {...(onClick ? { onClick } : {})} />;
}
