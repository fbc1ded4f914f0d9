import { HistoryVisibility, JoinRule, KnownMembership, type Room } from "matrix-js-sdk";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { roomAudience, type Audience as Said } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { isServerItself } from "../../session/house";
import { memberPerson } from "../../session/people";
import { externalsType, rulesType } from "../../session/rooms";
import { Audience } from "../../ui/parts";

/** What says of a room whether people from outside come in. */
const ruled = [rulesType, externalsType];

/** Those expected in a room where I am alone; none once somebody is there. */
const awaited = (room: Room) =>
  room.getJoinedMemberCount() > 1
    ? []
    : room
        .getMembersWithMembership(KnownMembership.Invite)
        .filter(({ userId }) => !isServerItself(userId))
        .map(memberPerson);

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

/** What the server says of who reads a room; null until it has said. */
export function useAudience(room: Room): Said | null {
  const people = room.getJoinedMemberCount();
  const rules = ruled.map((type) => room.currentState.getStateEvents(type, "")?.getId()).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when somebody comes or goes, or the rules change
  const question = useCallback(() => roomAudience(room.roomId), [room.roomId, people, rules]);
  const [asked] = useAsked(question);
  return asked.state === "here" ? asked.value : null;
}

/** Who reads what is written in a room. */
export function RoomAudience({ room, onClick }: { room: Room; onClick?: () => void }) {
  const { t } = useTranslation();
  const count = room.getJoinedMemberCount();
  const said = useAudience(room);
  const guests = said?.guests ?? 0;
  const [first, ...others] = awaited(room);
  const words =
    room.getJoinRule() === JoinRule.Public
      ? t("rooms.audience.open", { count })
      : room.getJoinRule() === JoinRule.Restricted
        ? t("rooms.audience.space", { count })
        : first
          ? t("rooms.awaited", { count: others.length + 1, name: first.name })
          : t("ui.audience", { count });
  const outside =
    guests > 0
      ? t("ui.audienceGuests", { count: guests })
      : said?.externals === "admitted"
        ? t("ui.audienceOpen")
        : null;
  const whole = outside ? (
    <>
      {words}, <b>{outside}</b>
    </>
  ) : (
    words
  );
  return <Audience words={whole} {...(onClick ? { onClick } : {})} />;
}
