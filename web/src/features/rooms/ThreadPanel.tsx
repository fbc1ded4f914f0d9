import type { Room } from "matrix-js-sdk";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { store } from "../../base/store";
import { timeOf } from "../../i18n/dates";
import { useConnected, useConversation, useEvent } from "../../session/hooks";
import { type Message, messageOf } from "../../session/message";
import { Face, PanelHead } from "../../ui/parts";
import { Composer } from "./Composer";
import { DeleteDialog } from "./DeleteDialog";
import { MessageBody } from "./MessageBody";
import m from "./message.module.css";
import { roomPath } from "./paths";
import { Reactions } from "./Reactions";
import { lastOfMine } from "./RoomFoot";
import s from "./rooms.module.css";
import { TimelineView } from "./TimelineView";
import { intentStore, type Talk, TalkContext } from "./talk";
import { useMay } from "./useMay";

function Root({ room, root }: { room: Room; root: string }) {
  const { t } = useTranslation();
  const { me, outbox } = useConnected();
  const event = useEvent(room, root);
  if (!event) return event === null ? <p className={s.first}>{t("rooms.reply.gone")}</p> : null;
  const of = { ...messageOf(room, event, me, outbox.parcels.now(), false), thread: null };
  return (
    <div className={s.root}>
      <article className={`${m.msg} ${m.compact}`} aria-label={`${of.sender.name}, ${timeOf(of.ts)}`}>
        <Face of={of.sender} size={36} />
        <div style={{ minWidth: 0 }}>
          <div className={m.by}>
            <b className="cut">{of.sender.name}</b>
            <time>{timeOf(of.ts)}</time>
          </div>
          <MessageBody of={of} />
          {of.reactions.length > 0 ? <Reactions of={of} /> : null}
        </div>
      </article>
    </div>
  );
}

/** A discussion: the message it starts from, its answers, and where one answers. */
export function ThreadPanel({ room, root, version }: { room: Room; root: string; version: number }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const conversation = useConversation(room, version, root);
  const may = useMay(room, version);
  const jump = useRef<(event: string) => void>(() => undefined);
  const onJump = useCallback((how: (event: string) => void) => {
    jump.current = how;
  }, []);
  const talk = useMemo<Talk>(
    () => ({
      room,
      me,
      thread: root,
      may,
      intent: intentStore(),
      deleting: store<Message | null>(null),
      active: store<string | null>(null),
      jump: (event) => jump.current(event),
    }),
    [room, me, root, may],
  );
  const timeline = conversation?.timeline;
  useEffect(() => void timeline?.open(), [timeline]);
  const people = new Set(conversation?.items.flatMap((i) => (i.kind === "message" ? [i.message.sender.id] : []))).size;
  return (
    <TalkContext value={talk}>
      <PanelHead title={t("rooms.thread.title")} close={roomPath(room.roomId)} />
      <div className={s.panelTimeline}>
        <TimelineView
          conversation={conversation}
          label={t("rooms.thread.messages")}
          target={null}
          pinned={<Root room={room} root={root} />}
          onJump={onJump}
        />
      </div>
      <div className={s.panelFoot}>
        {may.write ? (
          <Composer
            placeholder={t("rooms.thread.placeholder")}
            slim
            threadLast={conversation?.shown.events.at(-1)?.getId()}
            lastOfMine={() => lastOfMine(conversation)}
            onSent={() => undefined}
          />
        ) : null}
        <div className={s.under}>
          <span>{people > 0 ? t("rooms.thread.people", { count: people }) : t("rooms.thread.empty")}</span>
        </div>
      </div>
      <DeleteDialog />
    </TalkContext>
  );
}
