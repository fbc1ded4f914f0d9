import { Button } from "@mantine/core";
import type { Room } from "matrix-js-sdk";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { writers } from "../../session/act";
import { type Conversation, useConnected } from "../../session/hooks";
import { canReword, type Message } from "../../session/message";
import { directRooms, nameOf } from "../../session/overview";
import { personOf } from "../../session/people";
import { enter, successor } from "../../session/rooms";
import { Wrong } from "../../ui/parts";
import { Composer } from "./Composer";
import { membersPath, roomPath } from "./paths";
import { RoomAudience } from "./RoomAudience";
import s from "./rooms.module.css";
import { useTalk } from "./talk";
import { useDoing } from "./useDoing";

const namedWriters = 2;

export function Typing({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const all = writers(room, me).map((id) => personOf(room, id).name);
  const text =
    all.length === 0
      ? ""
      : all.length > namedWriters
        ? t("rooms.typing.many", { count: all.length })
        : all.length === 2
          ? t("rooms.typing.two", { one: all[0], other: all[1] })
          : t("rooms.typing.one", { name: all[0] });
  return (
    <span className={`${s.typing} cut`} role="status">
      {text}
    </span>
  );
}

/** The last message of mine, for the arrow that opens it again. */
export function lastOfMine(conversation: Conversation | null): Message | null {
  const found = conversation?.items.findLast(
    (i) => i.kind === "message" && i.message.pending === null && canReword(i.message),
  );
  return found?.kind === "message" ? found.message : null;
}

function Moved({ to }: { to: string }) {
  const { t } = useTranslation();
  const { client } = useConnected();
  const { busy, wrong, run } = useDoing();
  const [, go] = useLocation();
  const follow = async () => {
    const id = client.getRoom(to)?.getMyMembership() === "join" ? to : await run(() => enter(to));
    if (id) go(roomPath(id));
  };
  return (
    <div className={s.closed}>
      <span className="grow">{t("rooms.moved.body")}</span>
      <Button size="xs" loading={busy} onClick={() => void follow()}>
        {t("rooms.moved.go")}
      </Button>
      <Wrong>{wrong}</Wrong>
    </div>
  );
}

/** Below the messages: where one writes, who will read it, who writes now. */
export function RoomFoot({
  room,
  conversation,
  onSent,
}: {
  room: Room;
  conversation: Conversation | null;
  onSent: () => void;
}) {
  const { t } = useTranslation();
  const { may } = useTalk();
  const { client } = useConnected();
  const [, go] = useLocation();
  const next = successor(room);
  if (next) return <Moved to={next} />;
  return (
    <>
      {may.write ? (
        <Composer
          placeholder={
            directRooms(client).has(room.roomId)
              ? t("rooms.composer.direct", { name: nameOf(room) })
              : t("rooms.composer.placeholder", { name: nameOf(room) })
          }
          lastOfMine={() => lastOfMine(conversation)}
          onSent={onSent}
        />
      ) : (
        <p className={s.closed}>{t("rooms.composer.closed")}</p>
      )}
      <div className={s.under}>
        <RoomAudience room={room} onClick={() => go(membersPath(room.roomId))} />
        <Typing room={room} />
      </div>
    </>
  );
}
