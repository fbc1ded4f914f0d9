import { type MouseEvent, memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { dayOf, daysAgo, timeOf } from "../../i18n/dates";
import { Traces } from "../../message/Deeds";
import { MessageBody, useOneLine } from "../../message/MessageBody";
import s from "../../message/message.module.css";
import { eventPath, threadPath } from "../../message/paths";
import { Reactions } from "../../message/Reactions";
import { useTalk } from "../../message/talk";
import { Waits } from "../../message/Waits";
import type { Written } from "../../session/content";
import { type Quoted, quoted, withReturned } from "../../session/drafts";
import { useEvent, useRoom } from "../../session/hooks";
import { bodyOfEvent, type Message } from "../../session/message";
import { type Person, personOf } from "../../session/people";
import { Face, Faces, Outsider, OutsiderMark, useNamesOf } from "../../ui/parts";
import { MessageTools } from "./MessageTools";
import { PersonCard } from "./PersonCard";

const shownReaders = 3;

/** The message answered, in one line; a click brings it into sight. */
function Reply({ to }: { to: string }) {
  const { t } = useTranslation();
  const { room, jump } = useTalk();
  const oneLine = useOneLine();
  const event = useEvent(room, to);
  // Who is answered may bear another name meanwhile, which changes nothing of the answer's own row.
  useRoom(room.roomId);
  const [, go] = useLocation();
  if (event === null) return <p className={s.reply}>{t("rooms.reply.gone")}</p>;
  if (event === undefined) return <p className={s.reply}>{t("ui.waiting")}</p>;
  const who = personOf(room, event.getSender() ?? "");
  const body = bodyOfEvent(event);
  const show = () => {
    if (event.threadRootId && event.threadRootId !== to) go(eventPath(room.roomId, to));
    else jump(to);
  };
  return (
    <button type="button" className={s.reply} onClick={show}>
      <Face of={who} size={16} />
      <span className="hidden">{t("rooms.reply.to")}</span>
      <b className="cut">{who.name}</b>
      <OutsiderMark id={who.id} />
      <span className="cut">{oneLine(body)}</span>
    </button>
  );
}

const nobody: readonly Person[] = [];

function ThreadLink({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { room } = useTalk();
  const [at] = useLocation();
  const answering = useNamesOf(of.thread?.people ?? nobody);
  if (!of.thread) return null;
  const href = threadPath(room.roomId, of.id);
  const { count, lastTs, people, unread } = of.thread;
  const ago = daysAgo(lastTs);
  const last =
    ago === 0
      ? t("rooms.thread.last", { time: timeOf(lastTs) })
      : ago === 1
        ? t("rooms.thread.lastYesterday", { time: timeOf(lastTs) })
        : t("rooms.thread.lastOn", { date: dayOf(lastTs) });
  return (
    <Link
      className={s.threadlink}
      href={href}
      aria-current={decodeURIComponent(at) === decodeURIComponent(href) ? "true" : undefined}
    >
      <Faces of={people} size={20} label={answering} />
      <b>{unread ? t("rooms.thread.unread", { count }) : t("rooms.thread.count", { count })}</b>
      <span className="cut">{last}</span>
    </Link>
  );
}

/** Those who have read down to here. */
export function ReadBy({ people, last }: { people: readonly Person[]; last: boolean }) {
  const { t } = useTranslation();
  const names = useNamesOf(people);
  if (people.length === 0) return null;
  return (
    <div className={s.readby} data-last={last || undefined} title={t("rooms.readBy", { names })}>
      {last ? <span>{t("rooms.readByShort")}</span> : null}
      <Faces
        of={people.slice(0, shownReaders)}
        size={18}
        more={people.length - shownReaders}
        label={t("rooms.readBy", { names })}
      />
    </div>
  );
}

/** The face beside it does the same for a pointer; the keyboard has the name. */
function AuthorFace({ of, open }: { of: Person; open: () => void }) {
  return (
    <button type="button" className={s.authorFace} tabIndex={-1} aria-hidden onClick={open}>
      <Face of={of} size={36} />
    </button>
  );
}

const interactive = "a, button, summary, video, audio, input, pre";
/** A finger hovers over nothing: whatever a browser says of a mouse where it was takes no tools from what it touched. */
export const finger = () => window.matchMedia("(pointer: coarse)").matches;

interface RowProps {
  readonly message: Message;
  readonly joined: boolean;
  readonly readers: readonly Person[];
  readonly last: boolean;
  /** The address leads to this message. */
  readonly shown: boolean;
}

/** One message. `joined`: by the same person within five minutes of the one above. */
export const MessageRow = memo(function MessageRow({ message, joined, readers, last, shown }: RowProps) {
  const talk = useTalk();
  const active = talk.active.use() === message.id;
  const [card, setCard] = useState(false);
  const time = timeOf(message.ts);
  const show = () => talk.active.set(message.id);
  const tap = (e: MouseEvent) => {
    if (!(e.target as Element).closest(interactive)) show();
  };
  const giveBack = (words: Written | null, edited: Quoted | null) => {
    if (words) talk.draft.set((now) => withReturned(now, words, edited));
  };
  const emote = message.body.kind === "text" && message.body.tone === "emote";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a tap shows the tools; the keyboard shows them by its focus
    <article
      className={`${s.msg} ${talk.thread ? s.compact : ""}`}
      data-message={message.id}
      data-next={joined || undefined}
      data-about-me={message.aboutMe || undefined}
      data-shown={shown || undefined}
      data-open={active || undefined}
      aria-label={`${message.sender.name}, ${time}`}
      tabIndex={-1}
      onMouseEnter={() => finger() || show()}
      onFocus={show}
      onClick={tap}
    >
      {joined ? <time className={s.at}>{time}</time> : <AuthorFace of={message.sender} open={() => setCard(true)} />}
      <div style={{ minWidth: 0 }}>
        {joined ? null : (
          <div className={s.by}>
            {emote ? null : <PersonCard of={message.sender} opened={card} open={setCard} />}
            <Outsider id={message.sender.id} />
            <time dateTime={new Date(message.ts).toISOString()}>{time}</time>
          </div>
        )}
        {message.replyTo ? <Reply to={message.replyTo} /> : null}
        <div className={message.pending ? s.pending : undefined}>
          <MessageBody of={message} />
        </div>
        {message.pending ? <Waits of={message.pending} back={() => giveBack(message.source, null)} /> : null}
        {message.refusedEdit ? (
          <Waits
            of={message.refusedEdit.pending}
            back={() => giveBack(message.refusedEdit?.words ?? null, quoted(message))}
          />
        ) : null}
        {message.reactions.length > 0 ? <Reactions of={message} /> : null}
        <Traces of={message} />
        <ThreadLink of={message} />
      </div>
      {active && !message.pending ? <MessageTools of={message} /> : null}
      <ReadBy people={readers} last={last} />
    </article>
  );
}, sameRow);

/** Rows are made anew at every change of the room; only those that say something else are drawn again. */
function sameRow(a: RowProps, b: RowProps): boolean {
  return (
    a.joined === b.joined &&
    a.last === b.last &&
    a.shown === b.shown &&
    JSON.stringify([a.message, a.readers]) === JSON.stringify([b.message, b.readers])
  );
}
