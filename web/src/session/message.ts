import { EventType, type MatrixEvent, MsgType, RelationType, type Room } from "matrix-js-sdk";
import { plain } from "../base/names";
import type { Written } from "./content";
import { contentFor } from "./house";
import type { Parcel } from "./parcels";
import { type Person, personOf } from "./people";
import { type Poll, pollOf, pollTypes } from "./polls";
import { type Position, placeIn } from "./positions";

/** What a message says, whoever sent it and however. */
export type Body =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly html: string | null;
      readonly tone: "said" | "notice" | "emote";
    }
  | {
      readonly kind: "image";
      readonly url: string | null;
      readonly name: string;
      readonly caption: Caption | null;
      readonly info: FileInfo;
    }
  | {
      readonly kind: "file" | "audio" | "video";
      readonly url: string | null;
      readonly name: string;
      readonly caption: Caption | null;
      readonly info: FileInfo;
      /** Something said aloud rather than a file of sound. */
      readonly voice: Voice | null;
    }
  | { readonly kind: "poll"; readonly poll: Poll }
  | { readonly kind: "place"; readonly at: Position; readonly words: string | null }
  | { readonly kind: "encrypted" }
  | { readonly kind: "deleted"; readonly by: string | null; readonly reason: string | null }
  | { readonly kind: "unknown"; readonly text: string | null };

/** The words that go with a file. */
export interface Caption {
  readonly text: string;
  readonly html: string | null;
}

export interface Voice {
  readonly durationMs: number;
  /** 0 to 1024, from beginning to end. */
  readonly loudness: readonly number[];
}

export interface FileInfo {
  readonly size: number | null;
  readonly mimetype: string | null;
  readonly w: number | null;
  readonly h: number | null;
}

export interface Reaction {
  readonly key: string;
  readonly count: number;
  readonly names: readonly string[];
  /** My own reaction, when I gave it: its event, or the parcel that carries it. */
  readonly mine: { readonly event?: string; readonly parcel?: number } | null;
}

export interface Pending {
  readonly parcel: number;
  readonly state: "waiting" | "sending" | "taken" | "failed";
  /** 0 to 1 while a file goes up. */
  readonly progress: number | null;
  readonly refusal: string | null;
  /** The most bytes there may be, where there were too many. */
  readonly limit: number | null;
  readonly canCancel: boolean;
  /** It brings a file. */
  readonly file: boolean;
}

export interface ThreadLine {
  readonly count: number;
  readonly lastTs: number;
  readonly people: readonly Person[];
  readonly unread: boolean;
}

export interface Message {
  /** The event's id; the transaction's for one that has not left. */
  readonly id: string;
  /** The same before and after it left, so that its row stays the same row. */
  readonly key: string;
  readonly sender: Person;
  readonly ts: number;
  readonly body: Body;
  readonly edited: boolean;
  /** The event answered. */
  readonly replyTo: string | null;
  readonly thread: ThreadLine | null;
  readonly reactions: readonly Reaction[];
  readonly aboutMe: boolean;
  readonly mine: boolean;
  readonly pending: Pending | null;
  /** Text and persons, as the composer takes them again; those of a file are its caption. */
  readonly source: Written | null;
  /** New words for it that the server refused. */
  readonly refusedEdit: { readonly pending: Pending; readonly words: Written } | null;
}

type Content = Record<string, unknown>;
const text = (x: unknown): string | null => (typeof x === "string" ? x : null);
const number = (x: unknown): number | null => (typeof x === "number" && Number.isFinite(x) && x >= 0 ? x : null);

function fileInfo(content: Content): FileInfo {
  const info = (typeof content.info === "object" && content.info !== null ? content.info : {}) as Content;
  return { size: number(info.size), mimetype: text(info.mimetype), w: number(info.w), h: number(info.h) };
}

const barsMax = 120;
function voiceOf(content: Content): Voice | null {
  if (content["org.matrix.msc3245.voice"] === undefined) return null;
  const sound = (content["org.matrix.msc1767.audio"] ?? {}) as Content;
  const info = (content.info ?? {}) as Content;
  const bars = Array.isArray(sound.waveform) ? sound.waveform.slice(0, barsMax) : [];
  return {
    durationMs: number(sound.duration) ?? number(info.duration) ?? 0,
    loudness: bars.map((loud) => Math.min(1024, number(loud) ?? 0)),
  };
}

/** Reads the content of `m.room.message`; anything strange becomes its plain text. */
export function bodyOf(content: Content): Body {
  const words = text(content.body);
  const html = content.format === "org.matrix.custom.html" ? text(content.formatted_body) : null;
  switch (content.msgtype) {
    case MsgType.Text:
      return { kind: "text", text: words ?? "", html, tone: "said" };
    case MsgType.Notice:
      return { kind: "text", text: words ?? "", html, tone: "notice" };
    case MsgType.Emote:
      return { kind: "text", text: words ?? "", html, tone: "emote" };
    case MsgType.Image:
    case MsgType.File:
    case MsgType.Audio:
    case MsgType.Video: {
      const name = text(content.filename);
      const kind = content.msgtype.slice(2) as "image" | "file" | "audio" | "video";
      const url = text(content.url);
      // Old clients put the name in the body; with a `filename` beside it, the body is a caption.
      const caption = name && words && words !== name ? { text: words, html } : null;
      const file = { url, name: plain(name ?? words ?? ""), caption, info: fileInfo(content) };
      return kind === "image"
        ? { kind, ...file }
        : { kind, ...file, voice: kind === "audio" ? voiceOf(content) : null };
    }
    case MsgType.Location: {
      const place = placeIn(content);
      return place ? { kind: "place", ...place } : { kind: "unknown", text: words };
    }
    default:
      return { kind: "unknown", text: words };
  }
}

/** What an event of this type says; a question, or what is said in a message. */
function bodyOfType(type: string, content: Content): Body {
  if (!pollTypes.includes(type)) return bodyOf(content);
  const poll = pollOf(content);
  return poll ? { kind: "poll", poll } : { kind: "unknown", text: null };
}

export function bodyOfEvent(event: MatrixEvent): Body {
  if (event.isRedacted()) {
    const why = event.getUnsigned().redacted_because;
    return { kind: "deleted", by: why?.sender ?? null, reason: text((why?.content as Content | undefined)?.reason) };
  }
  if (event.getType() === EventType.RoomMessageEncrypted || event.isDecryptionFailure()) return { kind: "encrypted" };
  if (event.getType() === EventType.Sticker) {
    const content = event.getContent<Content>();
    return {
      kind: "image",
      url: text(content.url),
      name: plain(text(content.body) ?? ""),
      caption: null,
      info: fileInfo(content),
    };
  }
  return bodyOfType(event.getType(), contentFor(event));
}

function named(room: Room, content: Content): { name: string; id: string }[] {
  const ids = (content["m.mentions"] as { user_ids?: unknown } | undefined)?.user_ids;
  if (!Array.isArray(ids)) return [];
  return ids.filter((id): id is string => typeof id === "string").map((id) => ({ id, name: personOf(room, id).name }));
}

/** A sign without the mark that asks for its colours: people who send it and people who do not mean the same one. */
export const bareSign = (sign: string): string => sign.replaceAll("\uFE0F", "");

/** Who reacted with what, what waits to leave included. */
export function reactionsOf(room: Room, id: string, me: string, parcels: readonly Parcel[]): Reaction[] {
  const sorted =
    room.relations
      .getChildEventsForEvent(id, RelationType.Annotation, EventType.Reaction)
      ?.getSortedAnnotationsByKey() ?? [];
  const leaving = new Set(parcels.flatMap((p) => p.redacts ?? []));
  const given = new Map<string, { readonly key: string; readonly bySender: Map<string, MatrixEvent> }>();
  for (const [key, events] of sorted) {
    const of = given.get(bareSign(key)) ?? { key, bySender: new Map() };
    for (const e of events) {
      if (!e.isRedacted() && !leaving.has(e.getId()!)) of.bySender.set(e.getSender()!, e);
    }
    if (of.bySender.size > 0) given.set(bareSign(key), of);
  }
  const out = new Map<string, Reaction>();
  for (const [sign, { key, bySender }] of given) {
    const mine = bySender.get(me)?.getId();
    const names = [...bySender.keys()].map((u) => personOf(room, u).name);
    out.set(sign, { key, count: bySender.size, names, mine: mine ? { event: mine } : null });
  }
  for (const p of parcels) {
    const relates = p.content["m.relates_to"] as { event_id?: string; key?: string; rel_type?: string } | undefined;
    if (p.type !== EventType.Reaction || relates?.event_id !== id || !relates.key || p.state === "failed") continue;
    const before = out.get(bareSign(relates.key));
    if (before?.mine) continue;
    const names = [...(before?.names ?? []), personOf(room, me).name];
    const key = before?.key ?? relates.key;
    out.set(bareSign(key), { key, count: names.length, names, mine: { parcel: p.id } });
  }
  return [...out.values()];
}

const shownFaces = 3;
function threadLine(room: Room, event: MatrixEvent): ThreadLine | null {
  const thread = event.isRedacted() ? null : room.getThread(event.getId()!);
  if (!thread || thread.length === 0) return null;
  const people = new Map<string, Person>();
  for (const e of thread.events.toReversed()) {
    const who = e.getSender();
    if (who && e.getId() !== event.getId() && people.size < shownFaces) people.set(who, personOf(room, who));
  }
  const last = thread.replyToEvent;
  return {
    count: thread.length,
    lastTs: last?.getTs() ?? event.getTs(),
    people: [...people.values()],
    unread: room.getThreadUnreadNotificationCount(thread.id) > 0,
  };
}

/** True when this message speaks to me: by name, or to the whole room. */
function speaksToMe(room: Room, event: MatrixEvent, me: string): boolean {
  if (event.getSender() === me || event.isRedacted()) return false;
  const mentions = event.getContent<Content>()["m.mentions"] as { user_ids?: unknown } | undefined;
  if (Array.isArray(mentions?.user_ids) && mentions.user_ids.includes(me)) return true;
  return room.client.getPushActionsForEvent(event)?.tweaks?.highlight === true;
}

const replyOf = (event: MatrixEvent, inThread: boolean): string | null => {
  const relates = event.getWireContent()["m.relates_to"] as
    | { is_falling_back?: boolean; rel_type?: string }
    | undefined;
  const inner = relates?.rel_type === RelationType.Thread && relates.is_falling_back !== false && inThread;
  return inner || (relates?.rel_type === RelationType.Thread && relates.is_falling_back)
    ? null
    : (event.replyEventId ?? null);
};

/** The latest edit of this event that is still here: one that waits, or one that was refused. */
const editOf = (id: string, parcels: readonly Parcel[], failed: boolean): Parcel | undefined =>
  parcels.findLast((p) => {
    const relates = p.content["m.relates_to"] as { rel_type?: string; event_id?: string } | undefined;
    return relates?.rel_type === RelationType.Replace && relates.event_id === id && (p.state === "failed") === failed;
  });

const newContent = (edit: Parcel): Content => edit.content["m.new_content"] as Content;

function sourceOf(room: Room, content: Content, body: Body): Written | null {
  if (body.kind === "text")
    return { text: `${body.tone === "emote" ? "/me " : ""}${body.text}`, named: named(room, content) };
  return "caption" in body && body.caption ? { text: body.caption.text, named: named(room, content) } : null;
}

/** True for words that their author can write anew; those of a file stay as they went. */
export const canReword = ({ mine, body, source }: Message): boolean => mine && body.kind === "text" && source !== null;

function refusedEdit(room: Room, id: string, parcels: readonly Parcel[]): Message["refusedEdit"] {
  const edit = editOf(id, parcels, true);
  const words = edit && sourceOf(room, newContent(edit), bodyOf(newContent(edit)));
  if (!edit || !words) return null;
  const { refusal = null, limit = null } = edit;
  return {
    pending: { parcel: edit.id, state: "failed", progress: null, refusal, limit, canCancel: true, file: false },
    words,
  };
}

export function messageOf(
  room: Room,
  event: MatrixEvent,
  me: string,
  parcels: readonly Parcel[],
  inThread: boolean,
): Message {
  const id = event.getId()!;
  const waiting = editOf(id, parcels, false);
  const edit = waiting ? newContent(waiting) : null;
  const deleting = parcels.some((p) => p.redacts === id && p.state !== "failed");
  const content = edit ?? event.getContent<Content>();
  const body: Body = deleting ? { kind: "deleted", by: me, reason: null } : edit ? bodyOf(edit) : bodyOfEvent(event);
  const sender = event.getSender() ?? "";
  return {
    id,
    key: event.getUnsigned().transaction_id ?? id,
    sender: personOf(room, sender),
    ts: event.getTs(),
    body,
    edited: body.kind !== "deleted" && (edit !== null || event.replacingEventId() !== undefined),
    replyTo: body.kind === "deleted" ? null : replyOf(event, inThread),
    thread: inThread ? null : threadLine(room, event),
    reactions: body.kind === "deleted" ? [] : reactionsOf(room, id, me, parcels),
    aboutMe: speaksToMe(room, event, me),
    mine: sender === me,
    pending: null,
    source: sourceOf(room, content, body),
    refusedEdit: refusedEdit(room, id, parcels),
  };
}

/** A message that is still here. */
export function messageOfParcel(room: Room, parcel: Parcel, me: string, pending: Pending | null): Message {
  const relates = parcel.content["m.relates_to"] as
    | { is_falling_back?: boolean; "m.in_reply_to"?: { event_id?: string } }
    | undefined;
  const body = bodyOfType(parcel.type, parcel.content);
  return {
    id: parcel.txn,
    key: parcel.txn,
    sender: personOf(room, me),
    ts: parcel.ts,
    body,
    edited: false,
    replyTo: relates?.is_falling_back ? null : (relates?.["m.in_reply_to"]?.event_id ?? null),
    thread: null,
    reactions: [],
    aboutMe: false,
    mine: true,
    pending,
    source: sourceOf(room, parcel.content, body),
    refusedEdit: null,
  };
}
