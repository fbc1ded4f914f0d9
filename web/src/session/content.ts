import { toHtml } from "./markdown";
import type { Person } from "./people";

/** A person named in what is being written, by the words that stand for them. */
export interface Named {
  readonly name: string;
  readonly id: string;
}

export interface Written {
  readonly text: string;
  readonly named: readonly Named[];
}

export interface Relation {
  /** Root of the discussion. */
  readonly thread?: string;
  /** Latest event of the discussion, for clients that do not know discussions. */
  readonly threadLast?: string;
  readonly replyTo?: { readonly id: string; readonly sender: Person };
  /** What else the event says of itself, such as what kind of post it is. */
  readonly more?: Readonly<Record<string, unknown>>;
}

type Content = Record<string, unknown>;

const permalinkOf = (userId: string) => `https://matrix.to/#/${encodeURIComponent(userId)}`;

/** Those named whose words still stand in the text. */
export const stillNamed = ({ text, named }: Written): Named[] => named.filter((n) => text.includes(`@${n.name}`));

/** What words become: their text, its form where it has one, and whom they call. */
function wordsContent(text: string, written: Written): Content {
  const named = stillNamed(written);
  const html = toHtml(
    text,
    (name) => {
      const found = named.find((n) => n.name === name);
      return found ? permalinkOf(found.id) : null;
    },
    named.map((n) => n.name),
  );
  const room = /(^|\s)@(room|salon)\b/.test(text);
  return {
    body: text,
    ...(html === null ? {} : { format: "org.matrix.custom.html", formatted_body: html }),
    "m.mentions": {
      ...(named.length > 0 ? { user_ids: [...new Set(named.map((n) => n.id))] } : {}),
      ...(room ? { room: true } : {}),
    },
  };
}

function textOf(written: Written): Content {
  const emote = written.text.startsWith("/me ");
  return {
    msgtype: emote ? "m.emote" : "m.text",
    ...wordsContent(emote ? written.text.slice(4) : written.text, written),
  };
}

/// spec: client-server-api#threading and #rich-replies
export function relationOf({ thread, threadLast, replyTo }: Relation): Content | undefined {
  const reply = replyTo?.id ?? (thread ? (threadLast ?? thread) : undefined);
  if (!reply) return undefined;
  const inReply = { "m.in_reply_to": { event_id: reply } };
  return thread ? { rel_type: "m.thread", event_id: thread, is_falling_back: !replyTo, ...inReply } : inReply;
}

/** The content with what it relates to. Whoever is answered is told, unless they answer themselves. */
function related(content: Content, relation: Relation, me: string): Content {
  const relates = relationOf(relation);
  const answered = relation.replyTo?.sender.id;
  const mentions = content["m.mentions"] as { user_ids?: string[] };
  return {
    ...content,
    ...relation.more,
    ...(answered && answered !== me
      ? { "m.mentions": { ...mentions, user_ids: [...new Set([...(mentions.user_ids ?? []), answered])] } }
      : {}),
    ...(relates ? { "m.relates_to": relates } : {}),
  };
}

export const messageContent = (written: Written, relation: Relation, me: string): Content =>
  related(textOf(written), relation, me);

/** A message again, in other words. Only persons who were not named before are told. */
export function editContent(written: Written, of: string, before: readonly string[]): Content {
  const next = textOf(written);
  const { user_ids: now = [], room } = next["m.mentions"] as { user_ids?: string[]; room?: boolean };
  const fresh = now.filter((id) => !before.includes(id));
  return {
    msgtype: next.msgtype,
    body: `* ${next.body as string}`,
    ...(next.formatted_body ? { format: next.format, formatted_body: `* ${next.formatted_body as string}` } : {}),
    "m.mentions": { ...(fresh.length > 0 ? { user_ids: fresh } : {}), ...(room ? { room } : {}) },
    "m.new_content": next,
    "m.relates_to": { rel_type: "m.replace", event_id: of },
  };
}

/** A message that has not been said, in other words; whom it answers and whom it would tell without a word stay. */
export function rewordedContent(of: Content, source: Written, words: Written, me: string): Content {
  const called = new Set(stillNamed(source).map((n) => n.id));
  const silent = source.named.filter((n) => !called.has(n.id)).map((n) => n.id);
  const next = messageContent(words, {}, me);
  const { user_ids: named = [], ...room } = next["m.mentions"] as { user_ids?: string[]; room?: boolean };
  const told = [...new Set([...named, ...silent])];
  return {
    ...next,
    "m.mentions": { ...room, ...(told.length > 0 ? { user_ids: told } : {}) },
    ...(of["m.relates_to"] ? { "m.relates_to": of["m.relates_to"] } : {}),
  };
}

export const reactionContent = (to: string, key: string): Content => ({
  "m.relates_to": { rel_type: "m.annotation", event_id: to, key },
});

/** What a file is, as far as this browser can tell. */
export interface FileFacts {
  readonly size: number;
  readonly mimetype: string;
  readonly w?: number;
  readonly h?: number;
  readonly duration?: number;
}

/// spec: client-server-api#media-captions. With a `filename` beside it, the body is a caption.
export function fileContent(name: string, info: FileFacts, caption: Written, relation: Relation, me: string): Content {
  const kind = /^(image|video|audio)\//.exec(info.mimetype)?.[1];
  const shown = kind === "image" && !info.w ? undefined : kind;
  const text = caption.text.trim();
  const words = text ? wordsContent(text, caption) : { body: name, "m.mentions": {} };
  return related({ msgtype: shown ? `m.${shown}` : "m.file", ...words, filename: name, info }, relation, me);
}
