import type { MatrixEvent, Room } from "matrix-js-sdk";
import type { Written } from "./content";
import type { Item } from "./items";
import type { Body, Caption, Message } from "./message";
import type { Outbox } from "./outbox";
import { pinnedIn } from "./pinned";

export type PostKind = "post" | "announcement" | "question";
export const postType = "fr.parvis.post";

/** A message of a feed, with what makes it a post. */
export interface Post {
  readonly message: Message;
  readonly kind: PostKind;
  readonly title: string | null;
  /** Readers are asked to say that they read it. */
  readonly confirm: boolean;
  readonly pinned: boolean;
  /** Pictures and files that were sent with it. */
  readonly also: readonly Message[];
}

/** What a post says of itself beside its words. */
export interface PostFacts {
  readonly kind: PostKind;
  readonly title: string | null;
  readonly confirm: boolean;
}

const plainFacts: PostFacts = { kind: "post", title: null, confirm: false };

export function postFacts(content: Record<string, unknown> | undefined): PostFacts {
  const said = content?.[postType];
  if (typeof said !== "object" || said === null) return plainFacts;
  const { kind, title, confirm } = said as { kind?: unknown; title?: unknown; confirm?: unknown };
  return {
    kind: kind === "announcement" || kind === "question" ? kind : "post",
    title: typeof title === "string" && title.trim() ? title.trim() : null,
    confirm: confirm === true,
  };
}

/** The words of a post with its title above them, as clients read them that know no titles. */
export function titled(words: Written, facts: PostFacts): { words: Written; more: Record<string, unknown> } {
  const { kind, title, confirm } = facts;
  const text = title ? `### ${title}\n\n${words.text}`.trim() : words.text;
  return {
    words: { ...words, text },
    more: { [postType]: { kind, ...(title ? { title } : {}), ...(confirm ? { confirm: true } : {}) } },
  };
}

const heading = /^### ([^\n]+)\n*/;
const htmlHeading = /^\s*<h3>[\s\S]*?<\/h3>\s*/;

/** A text whose title stands apart. */
function apart({ text, html }: Caption): { title: string | null; text: string; html: string | null } {
  const title = heading.exec(text)?.[1]?.trim() ?? null;
  if (!title) return { title, text, html };
  return { title, text: text.replace(heading, ""), html: html?.replace(htmlHeading, "") ?? null };
}

/** The title of a message, as its words have it now, and what is left of them. */
export function untitled(body: Body): { readonly title: string | null; readonly body: Body } {
  if (body.kind === "text") {
    const { title, ...words } = apart(body);
    return { title, body: { ...body, ...words } };
  }
  if ("caption" in body && body.caption) {
    const { title, ...words } = apart(body.caption);
    return { title, body: { ...body, caption: words.text ? words : null } };
  }
  return { title: null, body };
}

const togetherMs = 120_000;
const isFile = (message: { readonly body: Body }) => ["image", "file", "audio", "video"].includes(message.body.kind);

interface Sent {
  readonly body: Body;
  readonly sender: { readonly id: string };
  readonly ts: number;
}

/** Whether a message that does not say it is a post was sent with the file before it: then both are one post. */
export const isBesides = (last: Sent, next: Sent): boolean =>
  isFile(next) &&
  isFile(last) &&
  last.sender.id === next.sender.id &&
  next.ts - last.ts < togetherMs &&
  !("caption" in next.body && next.body.caption);

/** What a message says of itself, before anybody wrote it anew; what waits here to leave included. */
export function factsOfMessage(
  room: Room,
  outbox: Outbox,
  message: Message,
  event: MatrixEvent | undefined = room.findEventById(message.id),
): PostFacts & { readonly told: boolean } {
  const content = event?.getOriginalContent() ?? outbox.parcels.now().find((p) => p.txn === message.id)?.content;
  return { ...postFacts(content), told: content?.[postType] !== undefined };
}

export function postOf(message: Message, facts: PostFacts, pinned: boolean, also: readonly Message[] = []): Post {
  const { title, body } = untitled(message.body);
  return {
    ...facts,
    title: title ?? (message.edited ? null : facts.title),
    message: { ...message, body },
    pinned,
    also,
  };
}

/** What a post shows, from top to bottom: its words above its pictures and files, whichever of them the words were sent with. */
export function partsOf({ message, also }: Pick<Post, "message" | "also">): readonly Message[] {
  const { body } = message;
  if (!("caption" in body) || !body.caption) return [message, ...also];
  const words: Message = {
    ...message,
    key: `${message.key} words`,
    body: { kind: "text", ...body.caption, tone: "said" },
  };
  return [words, { ...message, edited: false, body: { ...body, caption: null } }, ...also];
}

/** The posts among the rows of a feed, the latest first. Files that were sent with a post stand in it. */
export function postsOf(room: Room, outbox: Outbox, items: readonly Item[]): Post[] {
  const pinned = pinnedIn(room);
  const posts: Post[] = [];
  for (const item of items) {
    if (item.kind !== "message" || item.message.body.kind === "deleted") continue;
    const { message } = item;
    const { told, ...facts } = factsOfMessage(room, outbox, message);
    const last = posts.at(-1);
    if (last !== undefined && !told && isBesides(last.message, message))
      posts[posts.length - 1] = { ...last, also: [...last.also, message] };
    else posts.push(postOf(message, facts, pinned.includes(message.id)));
  }
  return posts.reverse();
}
