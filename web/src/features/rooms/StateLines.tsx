import { IconChevronDown, IconChevronRight, IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import s from "../../message/message.module.css";
import { useTalk } from "../../message/talk";
import { directRooms } from "../../session/overview";
import type { StateLine } from "../../session/stateLines";

const partsOf = ({ by, to }: StateLine) => ({
  values: { by, to },
  components: { b: <b /> },
  tOptions: { interpolation: { escapeValue: true } },
  shouldUnescape: true,
});

/** One thing that happened to the room, or to a direct conversation, which is no room to who is in it. */
function Sentence({ of }: { of: StateLine }) {
  const { room } = useTalk();
  return directRooms(room.client).has(room.roomId) ? <DirectSentence of={of} /> : <RoomSentence of={of} />;
}

/** What is called otherwise between two. */
function DirectSentence({ of }: { of: StateLine }) {
  const parts = partsOf(of);
  switch (of.what) {
    case "joined":
      return <Trans i18nKey="rooms.state.joinedDirect" {...parts} />;
    case "left":
      return <Trans i18nKey="rooms.state.leftDirect" {...parts} />;
    case "created":
      return <Trans i18nKey="rooms.state.createdDirect" {...parts} />;
    default:
      return <RoomSentence of={of} />;
  }
}

function RoomSentence({ of }: { of: StateLine }) {
  const parts = partsOf(of);
  switch (of.what) {
    case "joined":
      return <Trans i18nKey="rooms.state.joined" {...parts} />;
    case "left":
      return <Trans i18nKey="rooms.state.left" {...parts} />;
    case "invited":
      return <Trans i18nKey="rooms.state.invited" {...parts} />;
    case "refused":
      return <Trans i18nKey="rooms.state.refused" {...parts} />;
    case "kicked":
      return <Trans i18nKey="rooms.state.kicked" {...parts} />;
    case "banned":
      return <Trans i18nKey="rooms.state.banned" {...parts} />;
    case "unbanned":
      return <Trans i18nKey="rooms.state.unbanned" {...parts} />;
    case "knocked":
      return <Trans i18nKey="rooms.state.knocked" {...parts} />;
    case "admitted":
      return <Trans i18nKey="rooms.state.admitted" {...parts} />;
    case "declined":
      return <Trans i18nKey="rooms.state.declined" {...parts} />;
    case "withdrawn":
      return <Trans i18nKey="rooms.state.withdrawn" {...parts} />;
    case "uninvited":
      return <Trans i18nKey="rooms.state.uninvited" {...parts} />;
    case "renamedSelf":
      return <Trans i18nKey="rooms.state.renamedSelf" {...parts} />;
    case "face":
      return <Trans i18nKey="rooms.state.face" {...parts} />;
    case "created":
      return <Trans i18nKey="rooms.state.created" {...parts} />;
    case "name":
      return <Trans i18nKey="rooms.state.name" {...parts} />;
    case "nameGone":
      return <Trans i18nKey="rooms.state.nameGone" {...parts} />;
    case "topic":
      return <Trans i18nKey="rooms.state.topic" {...parts} />;
    case "topicGone":
      return <Trans i18nKey="rooms.state.topicGone" {...parts} />;
    case "picture":
      return <Trans i18nKey="rooms.state.picture" {...parts} />;
    case "public":
      return <Trans i18nKey="rooms.state.public" {...parts} />;
    case "invite":
      return <Trans i18nKey="rooms.state.invite" {...parts} />;
    case "knock":
      return <Trans i18nKey="rooms.state.knock" {...parts} />;
    case "history":
      return <Trans i18nKey="rooms.state.history" {...parts} />;
    case "roles":
      return <Trans i18nKey="rooms.state.roles" {...parts} />;
    case "moved":
      return <Trans i18nKey="rooms.state.moved" {...parts} />;
    case "encryption":
      return <Trans i18nKey="rooms.state.encryption" {...parts} />;
    case "pinned":
      return <Trans i18nKey="rooms.state.pinned" {...parts} />;
    case "unpinned":
      return <Trans i18nKey="rooms.state.unpinned" {...parts} />;
    case "pins":
      return <Trans i18nKey="rooms.state.pins" {...parts} />;
    case "alias":
      return <Trans i18nKey="rooms.state.alias" {...parts} />;
  }
}

const shownAtOnce = 2;

/** What happened to the room between two messages: two lines, or a door to all of them. */
export function StateLines({ lines }: { lines: readonly StateLine[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (lines.length <= shownAtOnce) {
    return (
      <div className={s.event}>
        {lines.map((line) => (
          <div key={line.id}>
            <IconInfoCircle size={16} aria-hidden />
            <span>
              <Sentence of={line} />
            </span>
          </div>
        ))}
      </div>
    );
  }
  const Arrow = open ? IconChevronDown : IconChevronRight;
  return (
    <div className={s.event}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Arrow size={16} aria-hidden />
        <span>{t("rooms.state.many", { count: lines.length })}</span>
      </button>
      {open ? (
        <ul>
          {lines.map((line) => (
            <li key={line.id}>
              <Sentence of={line} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
