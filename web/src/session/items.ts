import { EventType, type MatrixEvent, RelationType, type Room } from "matrix-js-sdk";
import { type Message, messageOf, messageOfParcel, type Pending } from "./message";
import type { Outbox } from "./outbox";
import { type Person, personOf } from "./people";
import { pollTypes } from "./polls";
import { type StateLine, stateLine } from "./stateLines";

/** One row of a conversation. */
export type Item =
  /** Nothing older exists. */
  | { readonly kind: "start"; readonly key: string }
  | { readonly kind: "day"; readonly key: string; readonly ts: number }
  | { readonly kind: "new"; readonly key: string }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly message: Message;
      readonly joined: boolean;
      readonly readers: readonly Person[];
    }
  | {
      readonly kind: "state";
      readonly key: string;
      readonly lines: readonly StateLine[];
      readonly readers: readonly Person[];
    };

const joinedWithinMs = 5 * 60_000;
/** So many lines are folded into one. */
const heapMin = 3;
const shown = new Set<string>([EventType.RoomMessage, EventType.RoomMessageEncrypted, EventType.Sticker, ...pollTypes]);

/** The edits that came before they were taken away; of itself, an edit that is taken away looks like a message. */
const edits = new WeakSet<MatrixEvent>();
export function noteEdit(event: MatrixEvent): void {
  if (event.getRelation()?.rel_type === RelationType.Replace) edits.add(event);
}

/** An edit that was taken away: as it came, or as the server says. */
const wasEdit = (event: MatrixEvent): boolean =>
  event.isRedacted() &&
  (edits.has(event) || (event.getUnsigned() as Record<string, unknown>)["parvis.was_edit"] === true);

const isMessage = (event: MatrixEvent) =>
  shown.has(event.getType()) &&
  !event.isState() &&
  event.getRelation()?.rel_type !== RelationType.Replace &&
  !wasEdit(event);

/** True for what takes a row of its own. */
const hasRow = (event: MatrixEvent) => isMessage(event) || (event.isState() && stateLine(event) !== null);

const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

export interface Reading {
  readonly room: Room;
  readonly me: string;
  readonly outbox: Outbox;
  /** Root of the discussion shown; absent for the room itself. */
  readonly thread?: string | undefined;
  /** The last event I had read when I came in. */
  readonly readUpTo?: string | null | undefined;
  readonly atStart: boolean;
  /** New rows come in below: what waits to leave is shown. */
  readonly atEnd: boolean;
}

/** The time of an event that stands in a discussion, apart from the room's own rows. */
function timeInThread(room: Room, id: string | null | undefined): number | null {
  const event = id ? room.findEventById(id) : undefined;
  return event?.threadRootId && event.threadRootId !== id ? event.getTs() : null;
}

function readersOf(room: Room, event: MatrixEvent, me: string): Person[] {
  return room
    .getReceiptsForEvent(event)
    .filter((r) => r.userId !== me && r.userId !== event.getSender())
    .map((r) => personOf(room, r.userId));
}

/** Rows of a conversation from its events and from what waits to leave. */
export function itemsOf(events: readonly MatrixEvent[], reading: Reading): Item[] {
  const rows = new Rows();
  const { room, me, thread, outbox } = reading;
  if (reading.atStart && thread === undefined) rows.all.push({ kind: "start", key: "start" });
  const parcels = outbox.parcels.now().filter((p) => p.room === room.roomId && p.due === undefined);
  const readTs = timeInThread(room, reading.readUpTo);
  let afterRead = false;
  for (const event of events) {
    const id = event.getId();
    if (isMessage(event) && room.client.isUserIgnored(event.getSender()!)) continue;
    if (readTs !== null && !afterRead && !rows.marked) afterRead = event.getTs() > readTs;
    const here = hasRow(event) && (thread === undefined || id !== thread);
    if (here) {
      if (afterRead && event.getSender() !== me && isMessage(event)) {
        rows.new(id!);
        afterRead = false;
      }
      if (isMessage(event)) {
        // What was deleted leaves a line only where it stood among others' words.
        rows.message(messageOf(room, event, me, parcels, thread !== undefined));
      } else rows.state(stateLine(event)!, event.getTs());
    }
    rows.read(readersOf(room, event, me));
    if (id !== undefined && id === reading.readUpTo) afterRead = true;
  }
  if (reading.atEnd) {
    for (const p of parcels) {
      if (p.redacts || !shown.has(p.type) || p.thread !== thread) continue;
      if ((p.content["m.relates_to"] as { rel_type?: string } | undefined)?.rel_type === RelationType.Replace) continue;
      const became = outbox.eventOf(p.id);
      if (became && events.some((e) => e.getId() === became)) continue;
      rows.message(messageOfParcel(room, p, me, pendingOf(outbox, p)));
    }
  }
  return sinceSaid(rows.all);
}

/** How a conversation came to be is no news to who is in it, while nothing was said before: a few lines stay, a heap goes. */
export function sinceSaid(all: readonly Item[]): Item[] {
  const heap = all.findIndex(({ kind }) => kind === "message" || kind === "state");
  const first = all[heap];
  if (all[0]?.kind !== "start" || first?.kind !== "state" || first.lines.length < heapMin) return [...all];
  const rest = all.filter((_, i) => i !== heap);
  // A day on which nothing else was is none.
  return rest.at(-1)?.kind === "day" ? rest.slice(0, -1) : rest;
}

/** How far a parcel is. */
export function pendingOf(outbox: Outbox, p: Parameters<Outbox["sending"]>[0]): Pending {
  const taken = outbox.eventOf(p.id) !== undefined;
  const sending = outbox.sending(p);
  const progress = p.file ? (outbox.progress(p.id) ?? null) : null;
  return {
    parcel: p.id,
    state: taken ? "taken" : p.state === "failed" ? "failed" : sending ? "sending" : "waiting",
    progress: progress !== null && progress < 1 ? progress : null,
    refusal: p.refusal ?? null,
    limit: p.limit ?? null,
    file: p.file !== undefined,
    canCancel: !taken && (!sending || (p.file !== undefined && (progress ?? 1) < 1)),
  };
}

/** Puts rows one after the other: days between, messages of one breath together, quiet lines in groups. */
class Rows {
  readonly all: Item[] = [];
  /** True once the line « Nouveau » stands. */
  marked = false;
  #lastTs = 0;

  #day(ts: number, key: string): void {
    if (this.#lastTs === 0 || !sameDay(this.#lastTs, ts)) {
      const last = this.all.at(-1);
      const day: Item = { kind: "day", key: `day ${key}`, ts };
      if (last?.kind === "new") this.all.splice(-1, 0, day);
      else this.all.push(day);
    }
    this.#lastTs = ts;
  }

  new(id: string): void {
    this.marked = true;
    this.all.push({ kind: "new", key: `new ${id}` });
  }

  message(message: Message): void {
    this.#day(message.ts, message.id);
    const last = this.all.at(-1);
    const joined =
      last?.kind === "message" &&
      last.message.sender.id === message.sender.id &&
      message.ts - last.message.ts < joinedWithinMs &&
      message.ts >= last.message.ts &&
      message.replyTo === null &&
      last.message.body.kind !== "deleted" &&
      message.body.kind !== "deleted" &&
      !isEmote(message) &&
      !isEmote(last.message);
    this.all.push({ kind: "message", key: message.key, message, joined, readers: [] });
  }

  state(line: StateLine, ts: number): void {
    this.#day(ts, line.id);
    const last = this.all.at(-1);
    if (last?.kind === "state") this.all[this.all.length - 1] = { ...last, lines: [...last.lines, line] };
    else this.all.push({ kind: "state", key: `state ${line.id}`, lines: [line], readers: [] });
  }

  /** These persons have read down to the last row. */
  read(people: readonly Person[]): void {
    const last = this.all.at(-1);
    if (people.length === 0 || !last || (last.kind !== "message" && last.kind !== "state")) return;
    this.all[this.all.length - 1] = { ...last, readers: [...last.readers, ...people] };
  }
}

const isEmote = (m: Message) => m.body.kind === "text" && m.body.tone === "emote";
