import { EventType, MsgType } from "matrix-js-sdk";
import { live } from "./live";

type Content = Record<string, unknown>;

/** Whose place a message tells. */
const asset = "org.matrix.msc3488.asset";

/** What of a message goes to another room: its words or its file; whom it answered and named stays behind. */
export function forwarded(content: Content): Content {
  const { "m.relates_to": _, "m.new_content": __, "m.mentions": ___, formatted_body: html, ...rest } = content;
  const rich = typeof html === "string" ? { formatted_body: html.replace(/<mx-reply>.*?<\/mx-reply>/s, "") } : {};
  const place = asset in rest ? { [asset]: { type: "m.pin" } } : {};
  return { ...rest, ...rich, ...place, "m.mentions": {} };
}

const forwardable = new Set<unknown>([
  MsgType.Text,
  MsgType.Notice,
  MsgType.Emote,
  MsgType.Image,
  MsgType.File,
  MsgType.Audio,
  MsgType.Video,
  MsgType.Location,
]);
export const mayForward = (content: Content): boolean => forwardable.has(content.msgtype);

/** Says in another room what was said here. */
export async function forward(from: string, event: string, to: string): Promise<void> {
  const { client, outbox } = live();
  const content = client.getRoom(from)?.findEventById(event)?.getContent();
  if (content) await outbox.add({ room: to, type: EventType.RoomMessage, content: forwarded(content) });
}
