import { ask } from "./http";

/** Decisions of spaces: `/api/v1/spaces/{space}/decisions`, `/api/v1/decisions`. */
const at = encodeURIComponent;
const ofSpace = (space: string) => `/api/v1/spaces/${at(space)}/decisions`;
const one = (decision: string) => `/api/v1/decisions/${at(decision)}`;

export const decisionStates = ["draft", "taken", "executed", "withdrawn"] as const;
export type DecisionState = (typeof decisionStates)[number];

/** A decision as another one names it. */
export interface DecisionLine {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly state: DecisionState;
}
/** A decision as the register shows it. Days are `YYYY-MM-DD`. */
export interface DecisionCard extends DecisionLine {
  readonly space: string;
  /** Raised by every change. */
  readonly version: number;
  readonly question: string;
  readonly deciders: readonly string[];
  readonly body: string;
  readonly day: string | null;
  readonly supersedes: string | null;
  /** The one in whose place it came, where I see it. */
  readonly earlier?: DecisionLine;
  readonly superseded_by?: readonly DecisionLine[];
  readonly asked: readonly string[];
  readonly opened: readonly string[];
  readonly state_by: string;
  readonly state_at: number;
  readonly made_by: string;
  readonly made_at: number;
  readonly changed_at: number;
}
/** A decision that is opened. */
export interface Decision extends DecisionCard {
  readonly text: string;
  readonly why: string;
}
/** Fields of a decision and what they are to become. */
export interface DecisionWish {
  readonly title?: string;
  readonly text?: string;
  readonly why?: string;
  readonly question?: string;
  readonly deciders?: readonly string[];
  readonly body?: string;
  readonly day?: string | null;
  readonly supersedes?: string | null;
  readonly asked?: readonly string[];
  readonly opened?: readonly string[];
  readonly state?: DecisionState;
}

/** What is asked of a register. */
export interface RegisterFilter {
  readonly text: string;
  readonly state: string;
  readonly year: string;
}
export interface RegisterPage<D = DecisionCard> {
  readonly decisions: readonly D[];
  /** The token of now: what changes after it is learned by {@link registerChanges}. */
  readonly since: string;
  /** The number before which the next page begins. */
  readonly next?: number;
}

/** The other end of a link: a message, or a thing of another tool. */
export type DecisionTarget =
  | { readonly kind: "message"; readonly room: string; readonly event: string }
  | { readonly kind: "thing"; readonly of: string; readonly thing: string };
export type DecisionLink = { readonly id: string } & (
  | Extract<DecisionTarget, { kind: "message" }>
  | (Extract<DecisionTarget, { kind: "thing" }> & {
      readonly space: string;
      readonly number: number;
      readonly title: string;
      readonly state: string;
      /** Nothing remains to be done of it. */
      readonly over: boolean;
    })
);
export interface DecisionChange {
  readonly version: number;
  readonly at: number;
  readonly by: string;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

const query = ({ text, state, year }: RegisterFilter) =>
  Object.entries({ text: text.trim(), state, year })
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `&${name}=${at(value)}`)
    .join("");
const pageOf = <D>(space: string, filter: RegisterFilter, from: number | undefined, more: string) =>
  ask<RegisterPage<D>>(
    `${ofSpace(space)}?limit=100${more}${query(filter)}${from === undefined ? "" : `&from=${from}`}`,
  );

export const register = (space: string, filter: RegisterFilter, from?: number) =>
  pageOf<DecisionCard>(space, filter, from, "");
/** The same with what is long. */
export const wholeRegister = (space: string, filter: RegisterFilter, from?: number) =>
  pageOf<Decision>(space, filter, from, "&whole=true");
/** What changed in a register, of what I see. */
export interface RegisterNews {
  readonly since: string;
  readonly decisions: readonly string[];
  /** Those that I see no more; a node of the version before does not say it. */
  readonly gone?: readonly string[];
  /** Too much happened to tell it all. */
  readonly reset?: boolean;
}
/** How long the server holds a question after changes back. */
const heldMs = 30_000;
const answerMs = 15_000;
export const registerNow = async (space: string, signal: AbortSignal) =>
  (await ask<RegisterPage>(`${ofSpace(space)}?limit=1`, { signal })).since;
export const registerChanges = (space: string, since: string, signal: AbortSignal) =>
  ask<RegisterNews>(`${ofSpace(space)}/changes?since=${at(since)}&timeout=${heldMs}`, {
    signal,
    timeoutMs: heldMs + answerMs,
  });
export const registerTable = (space: string, filter: RegisterFilter) =>
  `${ofSpace(space)}.csv${query(filter).replace("&", "?")}`;
export const decision = (id: string) => ask<Decision>(one(id));
/** The same `request` makes it once. */
export const makeDecision = (space: string, request: string, set: DecisionWish) =>
  ask<Decision>(ofSpace(space), { method: "POST", body: { request_id: request, set } });
/** `base`: the version that was seen. What changed since then is not written over. */
export const changeDecision = (id: string, request: string, base: number, set: DecisionWish) =>
  ask<Decision>(one(id), { method: "PATCH", body: { request_id: request, base, set } });
export const decisionHistory = (id: string) =>
  ask<{ changes: readonly DecisionChange[]; next?: number }>(`${one(id)}/history`);
/** Those of which I see the other end. */
export const decisionLinks = async (id: string) =>
  (await ask<{ links: readonly DecisionLink[] }>(`${one(id)}/links`)).links;
/** The same end is tied once. */
export const tieDecision = (id: string, to: DecisionTarget) =>
  ask<DecisionLink>(`${one(id)}/links`, { method: "POST", body: to });
export const untieDecision = (id: string, link: string) =>
  ask<unknown>(`${one(id)}/links/${at(link)}`, { method: "DELETE" });
/** Decisions that are tied to messages of a room, those that I see. */
export const decisionsIn = async (room: string) =>
  (
    await ask<{ decisions: readonly { event: string; decision: DecisionCard }[] }>(
      `/api/v1/rooms/${at(room)}/decisions`,
    )
  ).decisions;
