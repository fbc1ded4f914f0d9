import type { MatrixEvent, Room } from "matrix-js-sdk";
import { useEffect, useMemo, useState } from "react";
import { store } from "../base/store";
import { changesOf, list } from "./changes";
import { type Item, itemsOf } from "./items";
import { type Live, session } from "./live";
import { type Overview, overview } from "./overview";
import { roomTimeline, type Shown, Timeline, threadOf } from "./timeline";

const never = store(0);

/** The connection, or null while there is none. */
export function useLive(): Live | null {
  const now = session.use();
  return now.kind === "ready" ? now.live : null;
}

/** The connection of a page that the frame shows only when there is one. */
export function useConnected(): Live {
  const now = useLive();
  if (!now) throw new Error("no session");
  return now;
}

/** A room and its number of changes: whoever reads the room depends on both. */
export function useRoom(id: string | undefined): { readonly room: Room | null; readonly version: number } {
  const live = useLive();
  const version = (id ? changesOf(id) : never).use();
  list.use();
  return { room: (id && live?.client.getRoom(id)) || null, version };
}

const nothing: Overview = { rooms: [], invitations: [], requests: [], spaces: [], spaceInvitations: [] };
export function useOverview(): Overview {
  const live = useLive();
  const version = list.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the client
  return useMemo(() => (live ? overview(live.client) : nothing), [live, version]);
}

export interface Conversation {
  readonly timeline: Timeline;
  readonly shown: Shown;
  readonly items: readonly Item[];
}

const stillShown: Shown = { events: [], atStart: false, atEnd: true, loading: "first", failed: false, generation: 0 };
const still = store(stillShown);

/** Follows a room, or a discussion in it. `readUpTo` is where the line « Nouveau » goes. */
export function useConversation(
  room: Room | null,
  version: number,
  thread?: string,
  readUpTo?: string | null,
): Conversation | null {
  const live = useLive();
  const [timeline, setTimeline] = useState<Timeline | null>(null);
  useEffect(() => {
    if (!live || !room) return;
    const set = thread ? threadOf(room, thread).timelineSet : null;
    setTimeline(set ? new Timeline(live.client, set) : roomTimeline(live.client, room));
    return () => setTimeline(null);
  }, [live, room, thread]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version means that new events may be there
  useEffect(() => timeline?.refresh(), [timeline, version]);
  const shown = (timeline?.shown ?? still).use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the room
  const items = useMemo(() => {
    if (!live || !room) return [];
    const { events, atEnd, loading } = shown;
    const atStart = shown.atStart && loading !== "first";
    return itemsOf(events, { room, me: live.me, outbox: live.outbox, thread, readUpTo, atStart, atEnd });
  }, [live, room, version, shown, thread, readUpTo]);
  return timeline ? { timeline, shown, items } : null;
}

const fetchedMax = 200;
type Fetched = Map<string, Promise<MatrixEvent | null>>;
/** What was fetched goes with the connection that fetched it. */
const fetchedBy = new WeakMap<Live, Fetched>();

function fetchedIn(live: Live): Fetched {
  const known = fetchedBy.get(live) ?? new Map();
  fetchedBy.set(live, known);
  return known;
}

/** An event of a room that may not be in sight, such as the one that is answered. Undefined while it comes, null when it cannot. */
export function useEvent(room: Room, id: string | null): MatrixEvent | null | undefined {
  const live = useLive();
  const here = id ? room.findEventById(id) : null;
  const [other, setOther] = useState<{ id: string; event: MatrixEvent | null }>();
  useEffect(() => {
    if (!live || !id || here) return;
    let wanted = true;
    const fetched = fetchedIn(live);
    let coming = fetched.get(id);
    if (!coming) {
      coming = live.client.fetchRoomEvent(room.roomId, id).then(
        (raw) => live.client.getEventMapper()({ ...raw, room_id: room.roomId }),
        () => null,
      );
      fetched.set(id, coming);
      if (fetched.size > fetchedMax) fetched.delete(fetched.keys().next().value!);
    }
    void coming.then((event) => wanted && setOther({ id, event }));
    return () => {
      wanted = false;
    };
  }, [live, room, id, here]);
  if (here) return here;
  return id && other?.id === id ? other.event : undefined;
}
