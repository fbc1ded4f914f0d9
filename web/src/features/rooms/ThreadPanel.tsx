import type { Room } from "matrix-js-sdk";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { timeOf } from "../../i18n/dates";
import { Composer } from "../../message/Composer";
import { DropArea } from "../../message/DropArea";
import { MessageBody } from "../../message/MessageBody";
import { MessageDialogs } from "../../message/MessageDialogs";
import m from "../../message/message.module.css";
import { roomPath } from "../../message/paths";
import { Reactions } from "../../message/Reactions";
import { TalkContext, useTalkOf } from "../../message/talk";
import { useConnected, useConversation, useEvent } from "../../session/hooks";
import { messageOf } from "../../session/message";
import { Face, Outsider, PanelHead } from "../../ui/parts";
import { lastOfMine } from "./RoomFoot";
import s from "./rooms.module.css";
import { TimelineView } from "./TimelineView";

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
            <Outsider id={of.sender.id} />
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
  const conversation = useConversation(room, version, root);
  const talk = useTalkOf(room, version, root);
  const timeline = conversation?.timeline;
  useEffect(() => void timeline?.open(), [timeline]);
  const people = new Set(conversation?.items.flatMap((i) => (i.kind === "message" ? [i.message.sender.id] : []))).size;
  return (
    <TalkContext value={talk}>
      <PanelHead title={t("rooms.thread.title")} close={roomPath(room.roomId)} />
      <DropArea>
        <div className={s.panelTimeline}>
          <TimelineView
            conversation={conversation}
            label={t("rooms.thread.messages")}
            target={null}
            pinned={<Root room={room} root={root} />}
          />
        </div>
        <div className={s.panelFoot}>
          {talk.may.write ? (
            <Composer
              placeholder={t("rooms.thread.placeholder")}
              slim
              threadLast={conversation?.shown.events.at(-1)?.getId()}
              lastOfMine={() => lastOfMine(conversation)}
              onSent={talk.latest}
            />
          ) : null}
          <div className={s.under}>
            <span>{people > 0 ? t("rooms.thread.people", { count: people }) : t("rooms.thread.empty")}</span>
          </div>
        </div>
      </DropArea>
      <MessageDialogs />
    </TalkContext>
  );
}
