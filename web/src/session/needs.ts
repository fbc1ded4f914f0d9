import { type MatrixClient, type MatrixEvent, RelationType, type Room } from "matrix-js-sdk";
import { plain } from "../base/names";
import { noticeWords } from "./house";
import { bodyOfEvent } from "./message";
import { lastSaid, nameOf, type Overview, unreadNotices } from "./overview";
import { type Person, personOf } from "./people";
import { isBesides, postFacts, postType, untitled } from "./posts";
import { confirmationType } from "./references";
import { type Reminder, remindedKey, remindersOf } from "./reminders";
import { can } from "./roles";
import { said } from "./said";
import { isFeed, spaceFacts, spaceOfFeed } from "./spaces";
import { unreadThreads } from "./threads";

/** Something that waits for me, and what is known of it. Its key says it is the same on every device. */
export interface Need {
  readonly key: string;
  readonly kind:
    | "invitation"
    | "space-invitation"
    | "asking"
    | "confirm"
    | "comment"
    | "mention"
    | "direct"
    | "notice"
    | "house";
  readonly room: string;
  /** Where it is, as a name. */
  readonly where: string;
  /** The space it is in. */
  readonly space: string | null;
  readonly from: Person | null;
  /** Words that somebody wrote, or the title of a post. */
  readonly words: string | null;
  readonly event: string | null;
  readonly thread: string | null;
  /** An invitation to a conversation of two. */
  readonly direct: boolean;
  readonly ts: number;
  /** I was asked before, and reminded since. */
  readonly reminded?: true;
  /** What the server says of something that waits for me. */
  readonly notice?: Readonly<Record<string, unknown>>;
}

/** A post as Accueil shows it. */
export interface Told {
  readonly id: string;
  readonly room: string;
  readonly space: string;
  readonly spaceName: string;
  readonly title: string | null;
  readonly words: string;
  readonly from: Person;
  readonly ts: number;
  readonly comments: number;
}

const askingMax = 20;
const wordsMax = 240;

function wordsOf(event: MatrixEvent): string | null {
  const { body } = untitled(bodyOfEvent(event));
  const text =
    body.kind === "text"
      ? said(body)
      : body.kind === "poll"
        ? body.poll.question
        : "caption" in body
          ? body.caption
            ? said(body.caption)
            : body.name
          : null;
  return text ? plain(text).slice(0, wordsMax) : null;
}

const titleOf = (event: MatrixEvent): string | null =>
  untitled(bodyOfEvent(event)).title ?? postFacts(event.getOriginalContent()).title;

const mentionsMe = (event: MatrixEvent, me: string): boolean => {
  const { user_ids: ids } = (event.getContent()["m.mentions"] ?? {}) as { user_ids?: unknown };
  return Array.isArray(ids) && ids.includes(me);
};

const isMessage = (event: MatrixEvent): boolean =>
  event.getType() === "m.room.message" && !event.isRedacted() && event.getRelation()?.rel_type !== RelationType.Replace;

/** The last message that calls me, in the room or in a discussion of it. */
function mention(room: Room, me: string): MatrixEvent | undefined {
  const all = [...room.getLiveTimeline().getEvents(), ...room.getThreads().flatMap((thread) => thread.events)];
  return all
    .filter((e) => isMessage(e) && e.getSender() !== me && mentionsMe(e, me))
    .reduce<MatrixEvent | undefined>((last, e) => (last && last.getTs() > e.getTs() ? last : e), undefined);
}

function needOf(room: Room, kind: Need["kind"], event: MatrixEvent, space: Room | null): Need {
  const root = event.threadRootId && event.threadRootId !== event.getId() ? event.threadRootId : null;
  return {
    key: `${kind} ${event.getId()}`,
    kind,
    room: room.roomId,
    where: space ? nameOf(space) : nameOf(room),
    space: space?.roomId ?? null,
    from: personOf(room, event.getSender() ?? ""),
    words: (kind === "confirm" ? titleOf(event) : null) ?? wordsOf(event),
    event: event.getId()!,
    thread: root,
    direct: kind === "direct",
    ts: event.getTs(),
  };
}

const noticesKeptMs = 30 * 24 * 60 * 60 * 1000;
const noticesMax = 40;

/** Kinds of notices by which something waits for me; the feature whose they are says what is done (`Notices`). */
const waiting: ReadonlySet<unknown> = new Set([
  "decision_to_take",
  "decision_decider",
  "decision_taken",
  "task_assigned",
  "task_mentioned",
  "task_to_validate",
  "task_validated",
  "task_due",
  "task_watched",
  "task_reminded",
  "objection_answered",
]);

/** What the server tells me, the latest of each thing and kind. */
function noticed(room: Room): Need[] {
  const all = new Map<string, Need>();
  for (const event of room.getLiveTimeline().getEvents()) {
    const notice = event.getContent()["fr.parvis.notice"] as Need["notice"];
    if (!isMessage(event) || !waiting.has(notice?.kind) || !notice || event.getTs() < Date.now() - noticesKeptMs)
      continue;
    const space = typeof notice.space_id === "string" ? room.client.getRoom(notice.space_id) : null;
    // What is of a space is told while I am in it; the rest is of nobody's space.
    if (!space && notice.space_id !== undefined) continue;
    const by = typeof notice.by === "string" ? notice.by : "";
    const words = typeof notice.title === "string" ? plain(notice.title) : null;
    const need = {
      ...needOf(room, "notice", event, space),
      from: by && space ? personOf(space, by) : null,
      words,
      notice,
    };
    // The words may be others by now.
    const { by: _, title: __, short: ___, lang: ____, ...same } = notice;
    all.delete(JSON.stringify(same));
    all.set(JSON.stringify(same), need);
  }
  return [...all.values()].slice(-noticesMax);
}

/** What the server tells me that waits for me. */
export const noticesOf = (client: MatrixClient): Need[] =>
  client
    .getVisibleRooms()
    .filter((room) => room.getMyMembership() === "join" && room.tags["m.server_notice"])
    .flatMap(noticed);

/** Notices that stand in Accueil by themselves. */
const shownApart: ReadonlySet<unknown> = new Set([...waiting, "space_asked", "confirmation_missing"]);

const houseMax = 10;

/** What the server told me, while I have not read it: the latest of it. */
function told(room: Room, me: string, overview: Overview): Need[] {
  if (overview.rooms.some((r) => r.id === room.roomId && r.muted)) return [];
  return unreadNotices(room, me)
    .filter((e) => !shownApart.has((e.getContent()["fr.parvis.notice"] as Need["notice"])?.kind))
    .slice(-houseMax)
    .map((e) => ({ ...needOf(room, "house", e, null), words: noticeWords(e).slice(0, wordsMax) }));
}

const spaceAround = (room: Room): Room | null => {
  const id = spaceOfFeed(room);
  return id ? room.client.getRoom(id) : null;
};

function isConfirmed(feed: Room, post: string, me: string): boolean {
  const given = feed.relations.getChildEventsForEvent(post, RelationType.Reference, confirmationType);
  return given?.getRelations().some((one) => one.getSender() === me && !one.isRedacted()) ?? false;
}

/** A post of which I was reminded asks anew, also where I had said that it is dealt with. */
const again = (need: Need, post: string, by: Reminder): Need => ({
  ...need,
  key: remindedKey(post, by),
  ts: by.ts,
  reminded: true,
});

/** Posts that ask to be confirmed, and that I did not confirm: those of the feed that this browser knows, and older ones of which I was reminded. */
function unconfirmed(feed: Room, space: Room | null, me: string, reminders: ReadonlyMap<string, Reminder>): Need[] {
  const known = feed.getLiveTimeline().getEvents();
  const asked = known
    .filter((e) => isMessage(e) && e.getSender() !== me && postFacts(e.getOriginalContent()).confirm)
    .filter((e) => !isConfirmed(feed, e.getId()!, me))
    .map((e) => {
      const need = needOf(feed, "confirm", e, space);
      const by = reminders.get(e.getId()!);
      return by ? again(need, e.getId()!, by) : need;
    });
  const here = new Set(known.map((e) => e.getId()));
  const older = [...reminders].filter(
    ([post, by]) => by.room === feed.roomId && !here.has(post) && !isConfirmed(feed, post, me),
  );
  const where = { room: feed.roomId, where: nameOf(space ?? feed), space: space?.roomId ?? null };
  const bare = { kind: "confirm", ...where, from: null, thread: null, direct: false } as const;
  return [
    ...asked,
    ...older.map(([post, by]) => again({ ...bare, key: "", words: by.title, event: post, ts: by.ts }, post, by)),
  ];
}

/** The last word of others below each post of mine, while I have not read it and want to hear of it. */
function commented(feed: Room, me: string): MatrixEvent[] {
  return unreadThreads(feed).flatMap((root) => {
    const thread = feed.getThread(root);
    const last = thread?.replyToEvent;
    const mine = thread?.rootEvent?.getSender() === me;
    return last && mine && isMessage(last) && last.getSender() !== me && !mentionsMe(last, me) ? [last] : [];
  });
}

function asking(space: Room, me: string): Need[] {
  if (!can(space, me, "invite")) return [];
  return space
    .getMembersWithMembership("knock")
    .slice(0, askingMax)
    .map((member) => {
      const reason: unknown = member.events.member?.getContent().reason;
      return {
        key: `asking ${space.roomId} ${member.events.member?.getId()}`,
        kind: "asking",
        room: space.roomId,
        where: nameOf(space),
        space: space.roomId,
        from: personOf(space, member.userId),
        words: typeof reason === "string" ? plain(reason) : null,
        event: null,
        thread: null,
        direct: false,
        ts: member.events.member?.getTs() ?? 0,
      };
    });
}

const invited =
  (client: MatrixClient, kind: "invitation" | "space-invitation") =>
  (one: Overview["invitations"][number]): Need => {
    const event = client.getRoom(one.id)?.getMember(client.getUserId()!)?.events.member;
    return {
      key: `${kind} ${one.id} ${event?.getTs() ?? ""}`,
      kind,
      room: one.id,
      where: one.direct && one.from ? one.from.name : one.name,
      space: null,
      from: one.from,
      words: one.reason,
      event: null,
      thread: null,
      direct: one.direct,
      ts: event?.getTs() ?? 0,
    };
  };

/** All that waits for me, the latest first. */
export function needsOf(client: MatrixClient, overview: Overview): Need[] {
  const me = client.getUserId()!;
  const needs = [
    ...overview.invitations.map(invited(client, "invitation")),
    ...overview.spaceInvitations.map(invited(client, "space-invitation")),
  ];
  const reminders = remindersOf(client);
  const unread = new Set(overview.rooms.filter((r) => r.person && r.unread && !r.muted).map((r) => r.id));
  for (const room of client.getVisibleRooms()) {
    if (room.getMyMembership() !== "join") continue;
    if (room.isSpaceRoom()) {
      if (spaceFacts(room)) needs.push(...asking(room, me));
      continue;
    }
    if (room.tags["m.server_notice"]) needs.push(...noticed(room), ...told(room, me, overview));
    const space = spaceAround(room);
    if (isFeed(room)) {
      needs.push(...unconfirmed(room, space, me, reminders));
      needs.push(...commented(room, me).map((e) => needOf(room, "comment", e, space)));
    }
    const called = room.getUnreadNotificationCount("highlight" as never) > 0 ? mention(room, me) : undefined;
    if (called) needs.push(needOf(room, "mention", called, space));
    const last = unread.has(room.roomId) && !called ? lastSaid(room) : undefined;
    if (last && last.getSender() !== me) needs.push(needOf(room, "direct", last, null));
  }
  return needs.sort((a, b) => b.ts - a.ts);
}

const toldMax = 20;

/** The latest posts of all my feeds. */
export function latestPosts(client: MatrixClient, overview: Overview): Told[] {
  const all: Told[] = [];
  for (const space of overview.spaces) {
    const feed = space.feed ? client.getRoom(space.feed) : null;
    if (!feed) continue;
    let last: Parameters<typeof isBesides>[0] | null = null;
    for (const e of feed.getLiveTimeline().getEvents()) {
      const poll = /^(m|org\.matrix\.msc3381)\.poll\.start$/.test(e.getType()) && !e.isRedacted();
      if ((!isMessage(e) && !poll) || (e.threadRootId !== undefined && e.threadRootId !== e.getId())) continue;
      const from = personOf(feed, e.getSender() ?? "");
      const sent = { body: bodyOfEvent(e), sender: from, ts: e.getTs() };
      const told = e.getOriginalContent()[postType] !== undefined;
      if (last && !told && isBesides(last, sent)) continue;
      last = sent;
      all.push({
        id: e.getId()!,
        room: feed.roomId,
        space: space.id,
        spaceName: space.name,
        title: titleOf(e),
        words: wordsOf(e) ?? "",
        from,
        ts: e.getTs(),
        comments: feed.getThread(e.getId()!)?.length ?? 0,
      });
    }
  }
  return all.sort((a, b) => b.ts - a.ts).slice(0, toldMax);
}
