import { Button } from "@mantine/core";
import type { Room } from "matrix-js-sdk";
import { Trans, useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { me as self } from "../../base/account";
import { Composer } from "../../message/Composer";
import { membersPath, roomPath } from "../../message/paths";
import { useTalk } from "../../message/talk";
import { useDoing } from "../../message/useDoing";
import { writers } from "../../session/act";
import { type Conversation, useConnected } from "../../session/hooks";
import { canReword, type Message } from "../../session/message";
import { directRooms, nameOf } from "../../session/overview";
import { personOf } from "../../session/people";
import { enter, successor } from "../../session/rooms";
import { Wrong } from "../../ui/parts";
import { RoomAudience } from "./RoomAudience";
import s from "./rooms.module.css";
import { ScheduledLine } from "./ScheduledPanel";

const unescaped = { tOptions: { interpolation: { escapeValue: true } }, shouldUnescape: true };

/** Who writes now: where a long name has no room, it is cut, and not what is said of it. */
export function Typing({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const [one, other, ...more] = writers(room, me).map((id) => personOf(room, id).name);
  const components = { b: <span className="cut" /> };
  return (
    <span className={s.typing} role="status">
      {one === undefined ? null : other === undefined ? (
        <Trans i18nKey="rooms.typing.one" values={{ name: one }} components={components} {...unescaped} />
      ) : more.length === 0 ? (
        <Trans i18nKey="rooms.typing.two" values={{ one, other }} components={components} {...unescaped} />
      ) : (
        t("rooms.typing.many", { count: more.length + 2 })
      )}
    </span>
  );
}

/** The last message of mine, for the arrow that opens it again; none while it is on its way, for the one before is not meant. */
export function lastOfMine(conversation: Conversation | null): Message | null {
  const found = conversation?.items.findLast(
    (i) => i.kind === "message" && i.message.pending?.state !== "failed" && canReword(i.message),
  );
  return found?.kind === "message" && found.message.pending === null ? found.message : null;
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
  const suspended = self.use()?.suspended === true;
  const { client } = useConnected();
  const [, go] = useLocation();
  const next = successor(room);
  if (next) return <Moved to={next} />;
  return (
    <>
      <ScheduledLine room={room} />
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
        <p className={s.closed}>{suspended ? t("rooms.composer.suspended") : t("rooms.composer.closed")}</p>
      )}
      <div className={s.under}>
        <RoomAudience room={room} onClick={() => go(membersPath(room.roomId))} />
        <Typing room={room} />
      </div>
    </>
  );
}
