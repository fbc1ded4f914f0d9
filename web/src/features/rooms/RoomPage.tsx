import { ActionIcon, Tooltip } from "@mantine/core";
import { IconHash, IconInfoCircle, IconLock, IconPin, IconStar, IconStarFilled } from "@tabler/icons-react";
import { EventType, type Room } from "matrix-js-sdk";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useLocation } from "wouter";
import { DropArea } from "../../message/DropArea";
import { PlaceContext, usePlace } from "../../message/Mention";
import { MessageDialogs } from "../../message/MessageDialogs";
import {
  aboutPath,
  besidePath,
  membersPath,
  pinnedPath,
  type Panel as RoomPanel,
  type Where,
} from "../../message/paths";
import { TalkContext, useTalkOf } from "../../message/talk";
import { useConnected, useConversation, useOverview, useRoom } from "../../session/hooks";
import { forMeIn, isUnread, nameOf } from "../../session/overview";
import { joined } from "../../session/people";
import { pinnedIn } from "../../session/pinned";
import { factsOf, setFavourite } from "../../session/rooms";
import { spaceOfFeed } from "../../session/spaces";
import { land, landInPanel, onPhone } from "../../shell/landing";
import { Shell } from "../../shell/Shell";
import { say } from "../../shell/toast";
import { Face, Faces, Head, Outsider } from "../../ui/parts";
import { AboutPanel } from "./AboutPanel";
import { Asked, Invited, Outside } from "./Doors";
import { MembersPanel } from "./MembersPanel";
import { PinnedPanel } from "./PinnedPanel";
import { placeIn } from "./places";
import { RequestsBar } from "./Requests";
import { useBeginning } from "./RoomAudience";
import { RoomFoot } from "./RoomFoot";
import s from "./rooms.module.css";
import { ScheduledPanel } from "./ScheduledPanel";
import { ThreadPanel } from "./ThreadPanel";
import { TimelineView } from "./TimelineView";
import { UnreadThreads } from "./UnreadThreads";

const facesInHead = 4;
type At = Extract<Where, { kind: "room" }>;

/** The door to what is pinned, where anything is. */
function PinnedLink({ room }: { room: Room }) {
  const { t } = useTranslation();
  const count = pinnedIn(room).length;
  if (count === 0) return null;
  const label = t("pinned.open", { count });
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} renderRoot={(p) => <Link href={pinnedPath(room.roomId)} {...p} />}>
        <IconPin size={18} stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  );
}

/** What is said below the name of a conversation: that somebody is from outside, and its topic. */
function About({ person, topic }: { person: string | undefined; topic: string | undefined }) {
  return (
    <>
      {person ? <Outsider id={person} /> : null}
      {topic ? <span className="cut">{topic}</span> : null}
    </>
  );
}

function RoomHead({ room }: { room: Room }) {
  const { t } = useTranslation();
  const all = useOverview();
  const summary = all.rooms.find((r) => r.id === room.roomId);
  const people = joined(room);
  const count = room.getJoinedMemberCount();
  const { topic } = factsOf(room);
  const Icon = summary?.isOpen ? IconHash : IconLock;
  const favourite = summary?.favourite === true;
  const about = summary?.person ? t("rooms.about.direct") : t("rooms.about.title");
  const star = favourite ? t("rooms.favourite.remove") : t("rooms.favourite.add");
  return (
    <Head
      back={besidePath(room.roomId)}
      waits={forMeIn(all, room.roomId)}
      lead={
        summary?.person ? (
          <Face of={summary.person} size={26} />
        ) : (
          <Icon
            className="desk-only"
            size={18}
            stroke={1.8}
            color="var(--ink-3)"
            role="img"
            aria-label={
              room.getJoinRule() === "restricted"
                ? t("rooms.ofSpace")
                : summary?.isOpen
                  ? t("rooms.public")
                  : t("rooms.private")
            }
          />
        )
      }
      title={nameOf(room)}
      sub={topic || summary?.person ? <About person={summary?.person?.id} topic={topic} /> : null}
      end={
        <>
          <Link href={membersPath(room.roomId)} className={`${s.headFaces} wide-only`}>
            <Faces
              of={people.slice(0, facesInHead)}
              size={26}
              more={Math.max(0, count - facesInHead)}
              label={t("rooms.members.open", { count })}
            />
          </Link>
          <PinnedLink room={room} />
          <Tooltip label={star}>
            <ActionIcon
              aria-label={star}
              aria-pressed={favourite}
              onClick={() => void setFavourite(room, !favourite).catch(() => say(t("rooms.wrong.network")))}
            >
              {favourite ? <IconStarFilled size={18} /> : <IconStar size={18} stroke={1.8} />}
            </ActionIcon>
          </Tooltip>
          <Tooltip label={about}>
            <ActionIcon aria-label={about} renderRoot={(p) => <Link href={aboutPath(room.roomId)} {...p} />}>
              <IconInfoCircle size={18} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        </>
      }
    />
  );
}

function Beginning({ room }: { room: Room }) {
  return (
    <div className={s.intro}>
      <h2>{nameOf(room)}</h2>
      <p>{useBeginning(room)}</p>
    </div>
  );
}

/** Where the line « Nouveau » goes: what I had read when I came in. */
function useReadUpTo(room: Room, me: string): [string | null, () => void] {
  const [at, set] = useState<string | null>(() => {
    const marker: unknown = room.getAccountData(EventType.FullyRead)?.getContent().event_id;
    const read = typeof marker === "string" ? marker : room.getEventReadUpTo(me);
    return isUnread(room, me) ? read : null;
  });
  return [at, useCallback(() => set(null), [])];
}

/**
 * The focus follows whoever opens the room or a discussion, or closes a panel. A panel about the room leaves it where it
 * was, except on a phone, where it is the page, and for who opened it by a key: they go into it, and come back by Escape.
 */
function useLanding(panel: At["panel"]): void {
  const entering = useRef(true);
  const opener = useRef<HTMLElement | null>(null);
  const opened = panel?.kind === "thread" ? panel.root : (panel?.kind ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per panel
  useEffect(() => {
    const at = document.activeElement;
    const byKey = at instanceof HTMLElement && at.matches(":focus-visible");
    const from = opener.current;
    opener.current = null;
    if (entering.current || onPhone() || panel?.kind === "thread") land();
    else if (panel && (byKey || at === document.body)) {
      opener.current = from ?? (byKey ? at : null);
      landInPanel();
    } else if (!panel && from?.isConnected) from.focus();
    else if (!panel) land();
    entering.current = false;
  }, [opened]);
}

/** What stands beside a conversation. */
function Panel({ room, of, version }: { room: Room; of: RoomPanel; version: number }) {
  const [, go] = useLocation();
  switch (of.kind) {
    case "thread":
      return <ThreadPanel key={of.root} room={room} root={of.root} version={version} />;
    case "members":
      return <MembersPanel room={room} version={version} />;
    case "pinned":
      return <PinnedPanel room={room} version={version} />;
    case "scheduled":
      return <ScheduledPanel room={room} version={version} />;
    case "about":
      return <AboutPanel room={room} version={version} left={() => go(besidePath(room.roomId))} />;
  }
}

function Conversation({ room, at, version, nav }: { room: Room; at: At; version: number; nav: ReactNode }) {
  const { t } = useTranslation();
  const { client, me } = useConnected();
  const [readUpTo, forgetLine] = useReadUpTo(room, me);
  const conversation = useConversation(room, version, undefined, readUpTo);
  const talk = useTalkOf(room, version);
  const timeline = conversation?.timeline;
  const target = at.event;
  const [resume] = useState(() => (target || readUpTo ? null : placeIn(room.roomId)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place where one came in is asked for once
  useEffect(() => {
    if (!timeline) return;
    const first = target ?? readUpTo ?? resume?.event;
    void timeline.open(first).then((found) => {
      if (found || !first) return;
      if (target) say(t("rooms.eventGone"));
      void timeline.open();
    });
  }, [timeline, target]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per room
  useEffect(() => void room.loadMembersIfNeeded().catch(() => undefined), [room, client]);
  const sent = () => {
    forgetLine();
    talk.latest();
  };
  const place = usePlace(room, me);
  const name = nameOf(room);
  const panel = at.panel;
  useLanding(panel);
  return (
    <PlaceContext value={place}>
      <TalkContext value={talk}>
        <Shell
          title={name}
          nav={nav}
          bare
          panel={panel ? <Panel room={room} of={panel} version={version} /> : undefined}
        >
          <RoomHead room={room} />
          <RequestsBar room={room} version={version} />
          <UnreadThreads room={room} version={version} open={panel?.kind === "thread" ? panel.root : null} />
          <DropArea>
            <TimelineView
              key={target ?? ""}
              conversation={conversation}
              label={t("rooms.messagesOf", { name })}
              target={target}
              start={<Beginning room={room} />}
              resume={resume}
            />
            <RoomFoot room={room} conversation={conversation} onSent={sent} />
          </DropArea>
          <MessageDialogs />
        </Shell>
      </TalkContext>
    </PlaceContext>
  );
}

/** A feed is read in its space, and what the address asks for among its posts. */
function postPath(space: string, { event, panel }: At): string {
  const post = panel?.kind === "thread" ? panel.root : event;
  return `/spaces/${encodeURIComponent(space)}/feed${post ? `/${encodeURIComponent(post)}` : ""}`;
}

/** A room, whatever it is to me: mine, offered, or closed. */
export function RoomPage({ at, nav }: { at: At; nav: ReactNode }) {
  const { t } = useTranslation();
  const { client } = useConnected();
  const byAlias = at.room.startsWith("#")
    ? client.getRooms().find((r) => r.getCanonicalAlias() === at.room || r.getAltAliases().includes(at.room))
    : undefined;
  const { room, version } = useRoom(byAlias?.roomId ?? at.room);
  const membership = room?.getMyMembership();
  const space = room && membership === "join" ? spaceOfFeed(room) : null;
  if (space) return <Redirect to={postPath(space, at)} replace />;
  if (room && membership === "join")
    return <Conversation key={room.roomId} room={room} at={at} version={version} nav={nav} />;
  return (
    <Shell title={t("rooms.title")} nav={nav}>
      {room && membership === "invite" ? (
        <Invited room={room} />
      ) : room && membership === "knock" ? (
        <Asked room={room} />
      ) : (
        <Outside id={at.room} room={room} />
      )}
    </Shell>
  );
}
