import { ask } from "./http";

/** Searching the whole house: `/api/v1/search`. */
export const kinds = ["person", "space", "task", "decision", "post", "message"] as const;
export type Kind = (typeof kinds)[number];

/** What was said: a message, or a post and what is below it. */
export interface SaidHit {
  readonly event: string;
  readonly room: string;
  /** Empty where a conversation has no name. */
  readonly room_name: string;
  readonly space?: string;
  readonly sender: string;
  readonly sender_name?: string;
  readonly sender_picture?: string;
  readonly at: number;
  /** The part around the first word that was found. */
  readonly text: string;
  /** The message below which it was said. */
  readonly thread?: string;
}
export interface TaskHit {
  readonly task: string;
  readonly space: string;
  readonly space_name: string;
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "done" | "validated";
  /** `YYYY-MM-DD` */
  readonly due?: string;
  readonly assignees: readonly string[];
  readonly at: number;
}
export interface DecisionHit {
  readonly decision: string;
  readonly space: string;
  readonly space_name: string;
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly at: number;
}
export interface SpaceHit {
  readonly space_id: string;
  readonly title: string;
  readonly picture?: string | null;
  readonly purpose?: string;
}
export interface PersonHit {
  readonly user: string;
  readonly title: string;
  readonly picture?: string;
  /** What they do in their organisation. */
  readonly text?: string;
}

interface Of<K extends Kind, H> {
  readonly kind: K;
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
  readonly results: readonly H[];
  readonly next?: string;
}
export type Findings =
  | Of<"person", PersonHit>
  | Of<"space", SpaceHit>
  | Of<"task", TaskHit>
  | Of<"decision", DecisionHit>
  | Of<"post", SaidHit>
  | Of<"message", SaidHit>;

export interface Answer {
  readonly kinds: readonly Findings[];
  /** The words that were found, as they are written. */
  readonly words: readonly string[];
  /** Nothing has the words as they were typed: this is one slip away. */
  readonly slips: boolean;
  readonly spaces: readonly { readonly space: string; readonly name: string; readonly count: number }[];
  readonly people: readonly { readonly user: string; readonly name: string; readonly count: number }[];
}

export interface Asked {
  readonly words: string;
  readonly kinds?: readonly Kind[] | undefined;
  readonly space?: string | null;
  readonly room?: string | null;
  readonly person?: string | null;
  /** Milliseconds. */
  readonly from?: number | null;
  readonly until?: number | null;
  readonly latest?: boolean;
  readonly limit?: number;
  readonly next?: string | undefined;
}

export function searchEverything(asked: Asked, signal?: AbortSignal): Promise<Answer> {
  const query = new URLSearchParams({ q: asked.words });
  if (asked.kinds) query.set("kind", asked.kinds.join(","));
  for (const name of ["space", "room", "person", "from", "until", "limit", "next"] as const) {
    const value = asked[name];
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  if (asked.latest) query.set("order", "latest");
  return ask<Answer>(`/api/v1/search?${query}`, signal ? { signal } : {});
}
