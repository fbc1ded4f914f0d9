import { SegmentedControl } from "@mantine/core";
import type { Room } from "matrix-js-sdk";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { me as self } from "../../base/account";
import { DropArea } from "../../message/DropArea";
import { PlaceContext, usePlace } from "../../message/Mention";
import { MessageDialogs } from "../../message/MessageDialogs";
import { useReading } from "../../message/reading";
import { TalkContext, useTalk, useTalkOf } from "../../message/talk";
import { type Conversation, useConnected, useConversation, useEvent, useRoom } from "../../session/hooks";
import { messageOf } from "../../session/message";
import { pinnedIn } from "../../session/pinned";
import { factsOfMessage, type Post, postOf, postsOf } from "../../session/posts";
import type { SpaceAppProps } from "../../shell/feature";
import { Scroll, Shell } from "../../shell/Shell";
import { SpaceAudience } from "../../shell/SpaceAudience";
import { useWhy } from "../../shell/WhyPanel";
import { Badge, Bar, EmptyState, ErrorState, Head, Waiting } from "../../ui/parts";
import { useNear } from "../../ui/useInView";
import { FeedContext } from "./context";
import s from "./feed.module.css";
import { NewPost } from "./NewPost";
import { PostCard } from "./PostCard";
import { Side } from "./Side";

type Filter = "all" | "announcements" | "questions" | "polls";

const fits = (filter: Filter, { kind, message }: Post): boolean =>
  filter === "all" ||
  (filter === "announcements" && kind === "announcement") ||
  (filter === "questions" && kind === "question") ||
  (filter === "polls" && message.body.kind === "poll");

function Filters({ value, set }: { value: Filter; set: (next: Filter) => void }) {
  const { t } = useTranslation();
  const data = [
    { value: "all", label: t("feed.filter.all") },
    { value: "announcements", label: t("feed.filter.announcements") },
    { value: "questions", label: t("feed.filter.questions") },
    { value: "polls", label: t("feed.filter.polls") },
  ];
  return (
    <SegmentedControl
      aria-label={t("feed.filter")}
      value={value}
      onChange={(next) => set(next as Filter)}
      data={data}
    />
  );
}

/** A post that may be older than what was read so far. */
function PostById({ room, id, version }: { room: Room; id: string; version: number }) {
  const { t } = useTranslation();
  const { me, outbox } = useConnected();
  const event = useEvent(room, id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the room
  const post = useMemo(() => {
    if (!event || event.isRedacted()) return null;
    const message = messageOf(room, event, me, outbox.parcels.now(), false);
    return postOf(message, factsOfMessage(room, outbox, message, event), pinnedIn(room).includes(id));
  }, [room, event, me, outbox, id, version]);
  if (event === undefined) return <Waiting lines={3} />;
  return post ? <PostCard post={post} /> : <p className={s.gone}>{t("feed.gone")}</p>;
}

/** What stands where no post is. */
function Nothing({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const { may } = useTalk();
  return filter === "all" ? (
    <EmptyState title={t("feed.empty")}>{may.write ? t("feed.emptyBody") : t("feed.emptyRead")}</EmptyState>
  ) : (
    <EmptyState title={t("feed.emptyFilter")}>{t("feed.emptyFilterBody")}</EmptyState>
  );
}

/** The pinned posts first, then the others, the latest on top. */
function Posts({
  of,
  conversation,
  filter,
  room,
  version,
}: {
  of: readonly Post[];
  conversation: Conversation;
  filter: Filter;
  room: Room;
  version: number;
}) {
  const { t } = useTranslation();
  const { shown, timeline } = conversation;
  const pinned = filter === "all" ? pinnedIn(room) : [];
  const listed = of.filter((post) => fits(filter, post) && !pinned.includes(post.message.id));
  const end = useNear(() => void timeline.older(), `${shown.generation} ${shown.loading} ${filter} ${listed.length}`);
  if (shown.loading === "first") return <Waiting lines={8} />;
  return (
    <>
      {pinned.map((id) => {
        const known = of.find((post) => post.message.id === id);
        return known ? <PostCard key={id} post={known} /> : <PostById key={id} room={room} id={id} version={version} />;
      })}
      {listed.map((post) => (
        <PostCard key={post.message.key} post={post} />
      ))}
      {shown.failed ? (
        <ErrorState title={t("feed.failed")} retry={() => void (of.length > 0 ? timeline.older() : timeline.open())}>
          {t("feed.failedBody")}
        </ErrorState>
      ) : shown.atStart ? (
        listed.length + pinned.length === 0 ? (
          <Nothing filter={filter} />
        ) : (
          <p className={s.end}>{t("feed.end")}</p>
        )
      ) : (
        <div ref={end} className={s.more} role="status">
          {shown.loading === "older" ? t("feed.older") : null}
        </div>
      )}
    </>
  );
}

/** Whoever opens the feed reads its posts, and who they are by. */
function useOpened(room: Room, conversation: Conversation | null) {
  const timeline = conversation?.timeline;
  useEffect(() => void timeline?.open(), [timeline]);
  useEffect(() => void room.loadMembersIfNeeded().catch(() => undefined), [room]);
}

function Inside({ space, nav, root, part: at, room, version }: SpaceAppProps & { room: Room; version: number }) {
  const { t } = useTranslation();
  const { me, outbox } = useConnected();
  const [filter, setFilter] = useState<Filter>("all");
  const { part, panel } = useWhy({ space, root, of: "feed", part: at });
  const conversation = useConversation(room, version);
  const talk = useTalkOf(room, version);
  const place = usePlace(room, me);
  useOpened(room, conversation);
  const items = conversation?.items;
  const posts = useMemo(() => (items ? postsOf(room, outbox, items) : []), [room, outbox, items]);
  const filters = <Filters value={filter} set={setFilter} />;
  const context = useMemo(() => ({ space, root, room }), [space, root, room]);
  return (
    <PlaceContext value={place}>
      <TalkContext value={talk}>
        <FeedContext value={context}>
          <Shell title={t("feed.titleOf", { name: space.name })} nav={nav} panel={panel}>
            <Head
              back={root}
              of={space.name}
              title={t("feed.title")}
              sub={<SpaceAudience space={space} root={root} of="feed" />}
              end={part ? null : <div className="desk-only">{filters}</div>}
            />
            {part ? null : (
              <div className="phone-only">
                <Bar>{filters}</Bar>
              </div>
            )}
            <DropArea>
              <Scroll label={t("feed.title")}>
                <div className={s.page}>
                  <div className={s.column}>
                    <p className={`${s.seen} phone-only`}>
                      <SpaceAudience space={space} root={root} of="feed" />
                    </p>
                    {part ? (
                      <Link className={s.whole} href={`${root}/feed`}>
                        {t("feed.whole")}
                      </Link>
                    ) : space.archived ? (
                      <p className={s.archived}>
                        <Badge>{t("feed.archived")}</Badge> {t("feed.archivedBody")}
                      </p>
                    ) : talk.may.write ? (
                      <NewPost />
                    ) : (
                      <Closed />
                    )}
                    {part ? (
                      <PostById room={room} id={part} version={version} />
                    ) : conversation ? (
                      <Posts of={posts} conversation={conversation} filter={filter} room={room} version={version} />
                    ) : (
                      <Waiting lines={8} />
                    )}
                  </div>
                  <Side space={space} />
                </div>
              </Scroll>
            </DropArea>
            <MessageDialogs />
            <Read conversation={conversation} />
          </Shell>
        </FeedContext>
      </TalkContext>
    </PlaceContext>
  );
}

/** To who writes nothing here: why. */
function Closed() {
  const { t } = useTranslation();
  const suspended = self.use()?.suspended === true;
  return <p className={s.archived}>{suspended ? t("rooms.composer.suspended") : t("feed.readerBody")}</p>;
}

/** Whoever looks at the feed has read its posts; comments are read where they are seen. */
function Read({ conversation }: { conversation: Conversation | null }) {
  useReading(conversation, true);
  return null;
}

/** The feed of a space. */
export default function Feed(props: SpaceAppProps) {
  const { t } = useTranslation();
  const { room, version } = useRoom(props.space.feed_room);
  if (room?.getMyMembership() === "join") return <Inside key={room.roomId} {...props} room={room} version={version} />;
  return (
    <Shell title={t("feed.titleOf", { name: props.space.name })} nav={props.nav}>
      <Head back={props.root} title={t("feed.title")} />
      <div className={s.page}>
        {props.space.rights.includes("read") ? (
          <Waiting lines={6} />
        ) : (
          <EmptyState title={t("feed.closed")}>{t("feed.closedBody")}</EmptyState>
        )}
      </div>
    </Shell>
  );
}
