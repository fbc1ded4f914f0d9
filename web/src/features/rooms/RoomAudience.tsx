import { HistoryVisibility, JoinRule, KnownMembership, type Room } from "matrix-js-sdk";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { roomAudience } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
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

/** How many of the people in a room are from outside, as the server counts them; 0 until it has said. */
function useGuests(room: string, people: number): number {
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when somebody comes or goes
  const question = useCallback(() => roomAudience(room), [room, people]);
  const [asked] = useAsked(question);
  return asked.state === "here" ? asked.value.guests : 0;
}

/** Who reads what is written in a room. */
export function RoomAudience({ room, onClick }: { room: Room; onClick?: () => void }) {
  const { t } = useTranslation();
  const count = room.getJoinedMemberCount();
  const guests = useGuests(room.roomId, count);
  const [first, ...others] = awaited(room);
  const words =
    room.getJoinRule() === JoinRule.Public
      ? t("rooms.audience.open", { count })
      : first
        ? t("rooms.awaited", { count: others.length + 1, name: first.name })
        : t("ui.audience", { count });
  const said =
    guests > 0 ? (
      <>
        {words}, <b>{t("ui.audienceGuests", { count: guests })}</b>
      </>
    ) : (
      words
    );
  return <Audience words={said} {...(onClick ? { onClick } : {})} />;
}
