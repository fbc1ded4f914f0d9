import { Button } from "@mantine/core";
import { IconArrowRight, IconPinnedOff } from "@tabler/icons-react";
import { EventType, type Room } from "matrix-js-sdk";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dateOf, timeOf } from "../../i18n/dates";
import { MessageBody } from "../../message/MessageBody";
import m from "../../message/message.module.css";
import { eventPath, roomPath } from "../../message/paths";
import { useDoing } from "../../message/useDoing";
import { useConnected, useEvent } from "../../session/hooks";
import { messageOf } from "../../session/message";
import { pin, pinnedIn } from "../../session/pinned";
import { canSet } from "../../session/roles";
import { EmptyState, Face, Outsider, PanelBody, PanelHead, Waiting, Wrong } from "../../ui/parts";
import s from "./rooms.module.css";

function Pinned({ room, id }: { room: Room; id: string }) {
  const { t } = useTranslation();
  const { me, outbox } = useConnected();
  const event = useEvent(room, id);
  const { busy, wrong, run } = useDoing();
  if (event === undefined)
    return (
      <li>
        <Waiting lines={2} />
      </li>
    );
  const of = event && messageOf(room, event, me, outbox.parcels.now(), false);
  return (
    <li className={s.pinned}>
      {of ? (
        <>
          <div className={m.by}>
            <Face of={of.sender} size={22} />
            <b className="cut">{of.sender.name}</b>
            <Outsider id={of.sender.id} />
            <time dateTime={new Date(of.ts).toISOString()}>
              {t("pinned.when", { date: dateOf(of.ts), time: timeOf(of.ts) })}
            </time>
          </div>
          <MessageBody of={of} />
        </>
      ) : (
        <p className={m.gone}>{t("pinned.gone")}</p>
      )}
      <div className={s.actions}>
        {of ? (
          <Button
            size="xs"
            variant="default"
            component={Link}
            href={eventPath(room.roomId, id)}
            leftSection={<IconArrowRight size={15} aria-hidden />}
          >
            {t("pinned.see")}
          </Button>
        ) : null}
        {canSet(room, me, EventType.RoomPinnedEvents) ? (
          <Button
            size="xs"
            variant="subtle"
            loading={busy}
            onClick={() => void run(() => pin(room, id, false))}
            leftSection={<IconPinnedOff size={15} aria-hidden />}
          >
            {t("pinned.unpin")}
          </Button>
        ) : null}
      </div>
      <Wrong>{wrong}</Wrong>
    </li>
  );
}

/** What is kept in sight of everybody in a room, latest first. */
export function PinnedPanel({ room }: { room: Room; version: number }) {
  const { t } = useTranslation();
  const pinned = pinnedIn(room);
  return (
    <>
      <PanelHead title={t("pinned.title")} close={roomPath(room.roomId)} />
      <PanelBody>
        <div className={s.panel}>
          {pinned.length === 0 ? <EmptyState title={t("pinned.none")}>{t("pinned.noneBody")}</EmptyState> : null}
          <ul>
            {pinned.map((id) => (
              <Pinned key={id} room={room} id={id} />
            ))}
          </ul>
        </div>
      </PanelBody>
    </>
  );
}
