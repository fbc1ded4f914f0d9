import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Composer } from "../../message/Composer";
import { MessageBody } from "../../message/MessageBody";
import { MessageDialogs } from "../../message/MessageDialogs";
import { useReading } from "../../message/reading";
import { TalkContext, useTalk, useTalkOf } from "../../message/talk";
import { Waits } from "../../message/Waits";
import { type Conversation, useConnected, useConversation, useRoom } from "../../session/hooks";
import { canReword, type Message } from "../../session/message";
import type { Post } from "../../session/posts";
import { accept, isAnimator } from "../../session/references";
import { Badge, Face, Outsider } from "../../ui/parts";
import { CommentMenu } from "./CommentMenu";
import { useFeed } from "./context";
import s from "./feed.module.css";
import { OtherReactions, Useful, useWhen } from "./PostCard";

/** How many of the latest comments are seen before one asks for the others. */
const shownAtFirst = 2;

interface CommentProps {
  readonly of: Message;
  readonly post: Post;
  readonly accepted: boolean;
}

/** The comment that answers a question is chosen by who asked it, or by an animator. */
function Accept({ of, post, accepted }: CommentProps) {
  const { t } = useTranslation();
  const { room } = useFeed();
  const { me } = useConnected();
  if (post.kind !== "question" || of.pending || !(post.message.mine || isAnimator(room, me))) return null;
  return (
    <button
      type="button"
      className={s.quiet}
      onClick={() => void accept(room.roomId, post.message.id, accepted ? null : of.id)}
    >
      {accepted ? t("feed.unaccept") : t("feed.accept")}
    </button>
  );
}

function Comment(props: CommentProps) {
  const { t } = useTranslation();
  const { of, accepted } = props;
  const when = useWhen();
  const alive = of.body.kind !== "deleted";
  return (
    <li
      className={s.comment}
      data-accepted={accepted || undefined}
      aria-label={t("feed.commentOf", { name: of.sender.name })}
    >
      <Face of={of.sender} size={26} />
      <div className={s.in}>
        <p className={s.who}>
          <b className="cut">{of.sender.name}</b>
          <Outsider id={of.sender.id} />
          <time dateTime={new Date(of.ts).toISOString()}>{when(of.ts)}</time>
          {accepted ? (
            <Badge tone="accent" icon={<IconCheck size={13} aria-hidden />}>
              {t("feed.accepted")}
            </Badge>
          ) : null}
        </p>
        {alive && !of.pending ? <CommentMenu of={of} /> : null}
        <MessageBody of={of} />
        {of.pending ? <Waits of={of.pending} back={() => undefined} /> : null}
        {alive && !of.pending ? (
          <div className={s.commentActs}>
            <Useful of={of} />
            <Accept {...props} />
          </div>
        ) : null}
        <OtherReactions of={of} />
      </div>
    </li>
  );
}

const messagesIn = (conversation: Conversation | null): Message[] =>
  conversation?.items.flatMap((i) => (i.kind === "message" ? [i.message] : [])) ?? [];

/** Earlier comments are folded; the one that answers the question stands first. */
function useFolded(conversation: Conversation | null, accepted: string | null, count: number) {
  const [whole, open] = useState(false);
  const all = messagesIn(conversation);
  const answer = all.find((m) => m.id === accepted);
  const rest = all.filter((m) => m !== answer);
  const shown = whole ? rest : rest.slice(-shownAtFirst);
  const hidden = Math.max(count, all.length) - shown.length - (answer ? 1 : 0);
  const more = () => {
    open(true);
    if (conversation && !conversation.shown.atStart) void conversation.timeline.older();
  };
  const mayMore = hidden > 0 && (!whole || conversation?.shown.atStart === false);
  return { answer, shown, hidden, more: mayMore ? more : null };
}

/** Whoever asks to comment finds the field in view, and writes. */
function useAsksToWrite(times: number) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (times === 0) return;
    place.current?.querySelector("textarea")?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: "nearest" });
  }, [times]);
  return place;
}

/** Where one comments: a line until it is asked for, then the composer. */
function Answer({
  conversation,
  writing,
  write,
}: Pick<CommentsProps, "writing" | "write"> & { conversation: Conversation | null }) {
  const { t } = useTranslation();
  const { may, draft } = useTalk();
  const field = useAsksToWrite(writing);
  const { space } = useFeed();
  const { words, intent } = draft.use();
  const begun = words.text !== "" || intent.kind === "edit";
  if (!may.write || space.archived) return null;
  if (writing === 0 && !begun)
    return (
      <button type="button" className={s.answer} onClick={() => write(1)}>
        {t("feed.comment")}
      </button>
    );
  return (
    <div ref={field} className={s.commenting}>
      <Composer
        placeholder={t("feed.commentHere")}
        slim
        threadLast={conversation?.shown.events.at(-1)?.getId()}
        lastOfMine={() => messagesIn(conversation).findLast((one) => !one.pending && canReword(one)) ?? null}
        onSent={() => write(0)}
      />
    </div>
  );
}

interface CommentsProps {
  readonly post: Post;
  readonly accepted: string | null;
  /** How often it was asked to comment; 0 once what was written has left. */
  readonly writing: number;
  readonly write: Dispatch<SetStateAction<number>>;
}

/** What people say below a post. */
export function Comments({ post, accepted, writing, write }: CommentsProps) {
  const { t } = useTranslation();
  const { room } = useFeed();
  const { version } = useRoom(room.roomId);
  const root = post.message.id;
  const conversation = useConversation(room, version, root);
  const talk = useTalkOf(room, version, root);
  const timeline = conversation?.timeline;
  useEffect(() => void timeline?.open(), [timeline]);
  const count = post.message.thread?.count ?? 0;
  const { answer, shown, hidden, more } = useFolded(conversation, accepted, count);
  // A discussion that has just begun gets its first words above the place where it was opened.
  const lacks = shown.length < Math.min(count, shownAtFirst) && conversation?.shown.atStart === false;
  const idle = conversation?.shown.loading === null && !conversation.shown.failed;
  useEffect(() => {
    if (lacks && idle) void timeline?.older();
  }, [lacks, idle, timeline]);
  const row = (of: Message) => <Comment key={of.key} of={of} post={post} accepted={of.id === accepted} />;
  return (
    <TalkContext value={talk}>
      <div className={s.comments}>
        {answer ? <ul>{row(answer)}</ul> : null}
        {more ? (
          <div>
            <Button variant="subtle" size="xs" onClick={more}>
              {t("feed.earlier", { count: hidden })}
            </Button>
          </div>
        ) : null}
        <ul>{shown.map(row)}</ul>
        <Answer conversation={conversation} writing={writing} write={write} />
      </div>
      <MessageDialogs />
      <Read conversation={conversation} />
    </TalkContext>
  );
}

function Read({ conversation }: { conversation: Conversation | null }) {
  useReading(conversation, true);
  return null;
}
