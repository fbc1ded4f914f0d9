import { type Store, store } from "../base/store";
import type { Written } from "./content";
import type { Message } from "./message";

/** As much of a message as it takes to answer it, or to write it anew. */
export type Quoted = Pick<Message, "id" | "sender" | "body" | "source">;
export const quoted = ({ id, sender, body, source }: Message): Quoted => ({ id, sender, body, source });

/** What the composer is about to do. */
export type Intent =
  | { readonly kind: "new" }
  | { readonly kind: "reply"; readonly to: Quoted }
  | { readonly kind: "edit"; readonly of: Quoted };

/** What is being written in a room or a discussion, kept at every key. */
export interface Draft {
  readonly words: Written;
  readonly intent: Intent;
  /** New words of old messages, begun and neither sent nor given up. */
  readonly edits: Readonly<Record<string, Written>>;
}

export const nothingWritten: Written = { text: "", named: [] };
const empty: Draft = { words: nothingWritten, intent: { kind: "new" }, edits: {} };
const prefix = (me: string) => `parvis.draft.${me}.`;

/** The place of a draft: a room, or a discussion in it. */
export const draftPlace = (room: string, thread?: string): string => (thread ? `${room}/${thread}` : room);

/** The room of a place. */
export const roomOf = (place: string): string => place.split("/")[0]!;

function read(key: string): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Draft> | null;
    return typeof kept?.words?.text === "string" ? { ...empty, ...kept } : empty;
  } catch {
    return empty;
  }
}

const blank = ({ words, intent, edits }: Draft) =>
  words.text === "" && intent.kind === "new" && Object.keys(edits).length === 0;

/** The draft of a place, as the last visit left it. */
export function draftOf(me: string, place: string): Store<Draft> {
  const key = prefix(me) + place;
  const inner = store(read(key));
  const set: Store<Draft>["set"] = (next) => {
    inner.set(next);
    try {
      if (blank(inner.now())) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(inner.now()));
    } catch {
      // A full storage costs the draft's survival of a reload, not what is on screen.
    }
  };
  return { ...inner, set };
}

/** What the field holds: the new words of the message that is edited, or those of the next one. */
export const wordsOf = ({ words, intent, edits }: Draft): Written =>
  intent.kind === "edit" ? (edits[intent.of.id] ?? intent.of.source ?? nothingWritten) : words;

/** The draft with other words in its field. */
export const withWords = (draft: Draft, next: Written): Draft =>
  draft.intent.kind === "edit"
    ? { ...draft, edits: { ...draft.edits, [draft.intent.of.id]: next } }
    : { ...draft, words: next };

/** The draft once its field was sent or given up; words for a new message that waited behind an edit come back. */
export function finished({ words, intent, edits }: Draft, sent: boolean): Draft {
  if (intent.kind !== "edit") return { words: sent ? nothingWritten : words, intent: { kind: "new" }, edits };
  const { [intent.of.id]: _, ...others } = edits;
  return { words, intent: { kind: "new" }, edits: others };
}

const joined = (first: Written, then: Written): Written =>
  then.text.trim() === "" ? first : { text: `${first.text}\n\n${then.text}`, named: [...first.named, ...then.named] };

/** The draft with words that were sent and taken back: before what is written now, or as new words of `edited`. */
export function withReturned(draft: Draft, words: Written, edited: Quoted | null): Draft {
  if (!edited) return { ...draft, words: joined(words, draft.words) };
  const begun = draft.edits[edited.id] ?? nothingWritten;
  const edits = { ...draft.edits, [edited.id]: joined(words, begun) };
  return { ...draft, intent: { kind: "edit", of: edited }, edits };
}

const holdsWords = ({ words, edits }: Draft) => words.text.trim() !== "" || Object.keys(edits).length > 0;

/** The places that hold words of this person that were not sent. */
export function draftPlaces(me: string): string[] {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix(me)) && holdsWords(read(key)));
    return keys.map((key) => key.slice(prefix(me).length));
  } catch {
    return [];
  }
}

export function forgetDrafts(me: string): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix(me))) localStorage.removeItem(key);
}
