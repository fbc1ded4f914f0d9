import { EventType, type MatrixClient, type MatrixEvent, ReceiptType, type Room } from "matrix-js-sdk";
import { clearShown } from "../api/push";
import {
  editContent,
  type FileFacts,
  fileContent,
  messageContent,
  type Relation,
  reactionContent,
  type Written,
} from "./content";
import { largestUpload } from "./deliver";
import { nothingWritten, type Quoted } from "./drafts";
import { live } from "./live";
import type { Reaction } from "./message";

/** What a person does in a conversation. Everything here leaves through the outbox, so it survives a lost network. */

/** `due`: when the server is to send it. */
export async function say(room: string, written: Written, relation: Relation, due?: number): Promise<void> {
  const { outbox, me } = live();
  await outbox.add({
    room,
    ...(relation.thread ? { thread: relation.thread } : {}),
    type: EventType.RoomMessage,
    content: messageContent(written, relation, me),
    ...(due === undefined ? {} : { due }),
  });
}

export async function reword(room: string, message: Quoted, written: Written): Promise<void> {
  const before = message.source?.named.map((n) => n.id) ?? [];
  await live().outbox.add({ room, type: EventType.RoomMessage, content: editContent(written, message.id, before) });
}

/** Gives a reaction, or takes mine back. */
export async function react(room: string, to: string, key: string, known: Reaction | undefined): Promise<void> {
  const { outbox } = live();
  if (known?.mine?.parcel !== undefined && outbox.cancel(known.mine.parcel)) return;
  if (known?.mine?.event) await outbox.add({ room, type: "", content: {}, redacts: known.mine.event });
  else if (!known?.mine) await outbox.add({ room, type: EventType.Reaction, content: reactionContent(to, key) });
}

export const remove = (room: string, event: string, reason?: string): Promise<void> =>
  live().outbox.add({ room, type: "", content: reason ? { reason } : {}, redacts: event });

/** Files that are sent later keep their order by this. */
const apartMs = 1000;

/** Sends files that were measured, in the order given. The words and the answer go with the first. Resolves once all are in the outbox. */
export async function sendFiles(
  room: string,
  files: readonly File[],
  caption: Written,
  relation: Relation,
  due?: number,
): Promise<void> {
  const { outbox, me } = live();
  const { replyTo: _, more: _more, ...place } = relation;
  const added = files.map((file, i) => {
    const info = measured.get(file) ?? plainFacts(file);
    const [words, relates] = i === 0 ? [caption, relation] : [nothingWritten, place];
    return outbox.add({
      room,
      ...(relation.thread ? { thread: relation.thread } : {}),
      type: EventType.RoomMessage,
      content: fileContent(file.name, info, words, relates, me),
      file: { blob: file, name: file.name },
      ...(due === undefined ? {} : { due: due + i * apartMs }),
    });
  });
  await Promise.all(added);
}

/** The largest file that the server takes; without bound as long as it has not said. */
export const uploadBytesMax = (): Promise<number> => largestUpload(live().client).catch(() => Number.POSITIVE_INFINITY);

const measured = new WeakMap<File, FileFacts>();

export const isMeasured = (file: File): boolean => measured.has(file);

/** What happens to files before they are looked over. */
const before = new WeakMap<File, Promise<void>>();

/** Looks a file over once something else has happened to it, which may put another one into its place. */
export function measureAfter(file: File, first: Promise<void>): Promise<void> {
  before.set(file, first);
  return measure(file);
}

/** Looks a file over, so that it can leave at once when it is sent. */
export async function measure(file: File): Promise<void> {
  await before.get(file);
  if (!measured.has(file)) measured.set(file, await factsOf(file));
}

const plainFacts = (file: File): FileFacts => ({ size: file.size, mimetype: file.type || "application/octet-stream" });

/** Width and height of a picture; a file that is none, or that cannot be drawn, goes as a file. */
async function factsOf(file: File): Promise<FileFacts> {
  const base = plainFacts(file);
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml") return base;
  try {
    const picture = await createImageBitmap(file);
    const { width: w, height: h } = picture;
    picture.close();
    return { ...base, w, h };
  } catch {
    return base;
  }
}

const typingMs = 20_000;
const typingAgainMs = 8000;
let typed: { room: string; at: number } | null = null;

/** Tells the others that I write, or that I stopped. */
export function typing(room: string, now: boolean): void {
  const { client } = live();
  if (now && typed?.room === room && Date.now() - typed.at < typingAgainMs) return;
  if (!now && typed?.room !== room) return;
  typed = now ? { room, at: Date.now() } : null;
  client.sendTyping(room, now, typingMs).catch(() => undefined);
}

/** Who writes now, me apart. */
export const writers = (room: Room, me: string): string[] =>
  room.currentState
    .getMembers()
    .filter((m) => m.typing && m.userId !== me)
    .map((m) => m.userId);

/** Says that I have read down to this event, in the room or in a discussion. */
export async function readDownTo(client: MatrixClient, room: Room, event: MatrixEvent, thread: boolean): Promise<void> {
  const id = event.getId();
  const me = client.getUserId()!;
  if (!id?.startsWith("$") || event.status !== null) return;
  const root = event.threadRootId ?? "";
  // What the client guesses, from my own messages or from the age of a discussion, does not count: the server is told.
  const done = thread
    ? room.getThread(root)?.getEventReadUpTo(me, true) === id && room.getThreadUnreadNotificationCount(root) === 0
    : room.getEventReadUpTo(me, true) === id && room.getRoomUnreadNotificationCount() === 0;
  try {
    if (!done) {
      await client.sendReadReceipt(event, ReceiptType.Read);
      void clearShown(room.roomId);
    }
    if (!thread && room.getAccountData(EventType.FullyRead)?.getContent().event_id !== id)
      await client.setRoomReadMarkers(room.roomId, id);
  } catch {
    // Read again later: the next event, or the next visit, says it anew.
  }
}
