import { IconMessageCircle } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dayOf, timeOf } from "../../i18n/dates";
import { useOneLine } from "../../message/MessageBody";
import { eventPath } from "../../message/paths";
import { useEvent, useRoom } from "../../session/hooks";
import { bodyOfEvent } from "../../session/message";
import { nameOf } from "../../session/overview";
import { personOf } from "../../session/people";
import { spaceOfFeed } from "../../session/spaces";
import { Face, Outsider } from "../../ui/parts";
import s from "./tasks.module.css";

interface MessageProps {
  readonly room: string;
  readonly event: string;
}

/** Where a message stands: in its room, or in the feed of a space. */
function placeOf(room: Room, event: string): string {
  const space = spaceOfFeed(room);
  const at = encodeURIComponent;
  return space ? `/spaces/${at(space)}/feed/${at(event)}` : eventPath(room.roomId, event);
}

function Quote({ of: room, event: id }: { of: Room; event: string }) {
  const { t } = useTranslation();
  const oneLine = useOneLine();
  const event = useEvent(room, id);
  const who = event ? personOf(room, event.getSender() ?? "") : null;
  return (
    <div className={s.quote}>
      {event && who ? (
        <>
          <p className={s.quoteBy}>
            <Face of={who} size={20} />
            <b className="cut">{who.name}</b>
            <Outsider id={who.id} />
            <time>{`${dayOf(event.getTs())}, ${timeOf(event.getTs())}`}</time>
          </p>
          <p className={s.quoteText}>{oneLine(bodyOfEvent(event))}</p>
        </>
      ) : (
        <p className={s.about}>{event === null ? t("tasks.links.gone") : t("ui.waiting")}</p>
      )}
      <Link className="link small" href={placeOf(room, id)}>
        {t("tasks.links.open", { room: nameOf(room) })}
      </Link>
    </div>
  );
}

/** A message that a task is tied to: who said it and what, and the way there. */
export function FromMessage({ room: id, event }: MessageProps) {
  const { t } = useTranslation();
  const { room } = useRoom(id);
  if (room) return <Quote of={room} event={event} />;
  return (
    <Link className={s.line} href={eventPath(id, event)}>
      <IconMessageCircle size={16} aria-hidden />
      {t("tasks.links.message")}
    </Link>
  );
}
