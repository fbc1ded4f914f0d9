import { IconCheck, IconMessageCircle, IconPin, IconThumbUp, IconThumbUpFilled } from "@tabler/icons-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dayOf, daysAgo, timeOf } from "../../i18n/dates";
import { Traces } from "../../message/Deeds";
import { MessageBody } from "../../message/MessageBody";
import { Reactions } from "../../message/Reactions";
import { useTalk } from "../../message/talk";
import { Waits } from "../../message/Waits";
import { react } from "../../session/act";
import { withReturned } from "../../session/drafts";
import { bareSign, type Message } from "../../session/message";
import { type Post, partsOf } from "../../session/posts";
import { acceptedOf, acceptedType, useReferences } from "../../session/references";
import { Badge, Face, Outsider } from "../../ui/parts";
import { useInView } from "../../ui/useInView";
import { Comments } from "./Comments";
import { Confirming } from "./Confirming";
import { useFeed } from "./context";
import s from "./feed.module.css";
import { PostMenu } from "./PostMenu";

const useful = "👍";

export function useWhen(): (ts: number) => string {
  const { t } = useTranslation();
  return (ts) => {
    const ago = daysAgo(ts);
    if (ago === 0) return timeOf(ts);
    return ago === 1 ? t("feed.yesterday", { time: timeOf(ts) }) : t("feed.on", { day: dayOf(ts), time: timeOf(ts) });
  };
}

/** « Utile »: a thumb, given or taken back. */
export function Useful({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { room, may } = useTalk();
  const known = of.reactions.find((r) => bareSign(r.key) === useful);
  const count = known?.count ?? 0;
  const mine = known?.mine != null;
  const Icon = mine ? IconThumbUpFilled : IconThumbUp;
  return (
    <button
      type="button"
      className={s.act}
      aria-pressed={mine}
      disabled={!may.react || of.pending !== null}
      title={known?.names.slice(0, 12).join(", ")}
      onClick={() => void react(room.roomId, of.id, known?.key ?? useful, known)}
    >
      <Icon size={16} stroke={1.8} aria-hidden />
      {t("feed.useful")}
      {count > 0 ? <span className="num">{count}</span> : null}
    </button>
  );
}

/** What others made of it by other signs. */
export function OtherReactions({ of }: { of: Message }) {
  const others = of.reactions.filter((r) => bareSign(r.key) !== useful);
  return others.length > 0 ? <Reactions of={{ ...of, reactions: others }} /> : null;
}

function Badges({ of, answered }: { of: Post; answered: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {of.pinned ? <Badge icon={<IconPin size={13} aria-hidden />}>{t("feed.pinned")}</Badge> : null}
      {of.kind === "announcement" ? <Badge tone="info">{t("feed.kind.announcement")}</Badge> : null}
      {of.kind === "question" ? (
        answered ? (
          <Badge tone="accent" icon={<IconCheck size={13} aria-hidden />}>
            {t("feed.answered")}
          </Badge>
        ) : (
          <Badge>{t("feed.kind.question")}</Badge>
        )
      ) : null}
    </>
  );
}

function By({ of, answered }: { of: Post; answered: boolean }) {
  const { root } = useFeed();
  const when = useWhen();
  const { message } = of;
  return (
    <div className={s.by}>
      <b className="cut">{message.sender.name}</b>
      <Outsider id={message.sender.id} />
      {message.pending ? null : (
        <Link href={`${root}/feed/${encodeURIComponent(message.id)}`}>
          <time dateTime={new Date(message.ts).toISOString()}>{when(message.ts)}</time>
        </Link>
      )}
      <Badges of={of} answered={answered} />
    </div>
  );
}

/** How far a post of mine is that has not left. */
function Leaving({ of }: { of: Message }) {
  const { draft } = useTalk();
  if (!of.pending) return null;
  const back = () => of.source && draft.set((now) => withReturned(now, of.source!, null));
  return <Waits of={of.pending} back={() => void back()} />;
}

/** One post: who says what, what others make of it, what they say below it. */
export const PostCard = memo(function PostCard({ post }: { post: Post }) {
  const { t } = useTranslation();
  const { room, may } = useTalk();
  const { message } = post;
  const [at, seen] = useInView();
  const [writing, write] = useState(0);
  const accepted = useReferences(room, message.id, acceptedType, seen && post.kind === "question");
  const answer = post.kind === "question" ? acceptedOf(room, message.sender.id, accepted) : null;
  const count = message.thread?.count ?? 0;
  const title = post.title ?? t("feed.postOf", { name: message.sender.name });
  const sent = message.pending === null;
  return (
    <article className={s.post} aria-label={title} data-post={message.id} data-about-me={message.aboutMe || undefined}>
      <Face of={message.sender} size={40} />
      <div className={s.in} ref={at}>
        <By of={post} answered={answer !== null} />
        {sent ? <PostMenu of={post} /> : null}
        {post.title ? <h2 data-written={post.kind === "announcement" || undefined}>{post.title}</h2> : null}
        <div className={s.text}>
          {partsOf(post).map((one) => (
            <MessageBody key={one.key} of={one} />
          ))}
        </div>
        <Leaving of={message} />
        {seen ? <Traces of={message} /> : null}
        {post.confirm && sent ? <Confirming of={post} seen={seen} /> : null}
        {sent ? (
          <>
            <div className={s.acts}>
              <Useful of={message} />
              <button
                type="button"
                className={s.act}
                disabled={!may.write && count === 0}
                onClick={() => write((times) => times + 1)}
              >
                <IconMessageCircle size={16} stroke={1.8} aria-hidden />
                {count > 0 ? t("feed.comments", { count }) : t("feed.comment")}
              </button>
            </div>
            <OtherReactions of={message} />
            {seen && (count > 0 || writing > 0) ? (
              <Comments post={post} accepted={answer} writing={writing} write={write} />
            ) : null}
          </>
        ) : null}
      </div>
    </article>
  );
}, samePost);

/** Posts are made anew at every change of the room; only those that say something else are drawn again. */
function samePost(a: { post: Post }, b: { post: Post }): boolean {
  return JSON.stringify(a.post) === JSON.stringify(b.post);
}
