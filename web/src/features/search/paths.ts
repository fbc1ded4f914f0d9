import type { DecisionHit, SaidHit, TaskHit } from "../../api/search";
import { type Kind, kinds } from "../../api/search";

const at = encodeURIComponent;

/** What is looked for; each part is part of the address, so that one comes back to it and a link reopens it. */
export interface Question {
  readonly words: string;
  /** Null: of every kind. */
  readonly kind: Kind | null;
  readonly space: string | null;
  readonly room: string | null;
  readonly person: string | null;
  /** Days, `YYYY-MM-DD`, both included. */
  readonly from: string | null;
  readonly until: string | null;
  readonly latest: boolean;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

export function searchPath(question: Partial<Question>): string {
  const asked = new URLSearchParams();
  if (question.words) asked.set("q", question.words);
  for (const name of ["kind", "space", "room", "person", "from", "until"] as const) {
    const value = question[name];
    if (value) asked.set(name, value);
  }
  if (question.latest) asked.set("order", "latest");
  const text = asked.toString();
  return text ? `/search?${text}` : "/search";
}

export function questionOf(search: string): Question {
  const asked = new URLSearchParams(search);
  const dayOf = (name: string) => {
    const text = asked.get(name);
    return text && day.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
  };
  return {
    words: asked.get("q") ?? "",
    kind: kinds.find((one) => one === asked.get("kind")) ?? null,
    space: asked.get("space"),
    room: asked.get("room"),
    person: asked.get("person"),
    from: dayOf("from"),
    until: dayOf("until"),
    latest: asked.get("order") === "latest",
  };
}

/** The moment at which a day begins here; `later` days after it. */
export function beginOf(text: string, later = 0): number {
  const [year, month, date] = text.split("-").map(Number);
  return new Date(year!, month! - 1, date! + later).getTime();
}

export const spacePath = (space: string): string => `/spaces/${at(space)}`;
export const taskPath = (of: TaskHit): string => `${spacePath(of.space)}/tasks/${at(of.task)}`;

export const decisionPath = (of: DecisionHit): string => `${spacePath(of.space)}/decisions/${at(of.decision)}`;

/** What was said, in one line: the title of a post stands before its words, without the signs that make it one. */
export const lineOf = (text: string): string =>
  text.replace(/^#{1,6} +(.+?)\s*\n+(?=\S)/, "$1 · ").replace(/^#{1,6} +/, "");

/** Where what was said stands: a post in its feed, a message in its room or in the discussion it belongs to. */
export function placeOf(of: SaidHit, kind: "post" | "message"): string {
  if (kind === "post" && of.space) return `${spacePath(of.space)}/feed/${at(of.thread ?? of.event)}`;
  return `/rooms/${at(of.room)}/${of.thread ? `thread/${at(of.thread)}` : `event/${at(of.event)}`}`;
}
