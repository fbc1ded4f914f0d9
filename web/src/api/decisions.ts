import { ask } from "./http";
import { addressOf, wired } from "./wired";

/** Decisions of spaces. */
const ofSpace = "/api/v1/spaces/{space}/decisions";
const one = "/api/v1/decisions/{decision}";
const links = "/api/v1/decisions/{decision}/links";
/** Decisions of one page. */
const registerMax = 100;

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
  /** Nothing from a node of the version before. */
  readonly meeting?: string;
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
  readonly meeting?: string;
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

/** Which came of the other: from the other end, or that of this. Nothing where nobody said it. */
export interface Directed {
  readonly way?: "from" | "to";
}
/** The other end of a link: a message, or a thing of another tool. */
export type DecisionTarget = Directed &
  (
    | { readonly kind: "message"; readonly room: string; readonly event: string }
    | { readonly kind: "thing"; readonly of: string; readonly thing: string }
  );
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

/** What is left out asks for nothing. */
const asking = ({ text, state, year }: RegisterFilter) => ({ text: text.trim(), state, year });
const pageOf = <D>(space: string, filter: RegisterFilter, from: number | undefined, more: object) =>
  ask<RegisterPage<D>>(addressOf(ofSpace, { space }, { limit: registerMax, ...more, ...asking(filter), from }));

export const register = (space: string, filter: RegisterFilter, from?: number) =>
  pageOf<DecisionCard>(space, filter, from, {});
/** The same with what is long. */
export const wholeRegister = (space: string, filter: RegisterFilter, from?: number) =>
  pageOf<Decision>(space, filter, from, { whole: true });
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
  (await ask<RegisterPage>(addressOf(ofSpace, { space }, { limit: 1 }), { signal })).since;
export const registerChanges = (space: string, since: string, signal: AbortSignal) =>
  ask<RegisterNews>(addressOf("/api/v1/spaces/{space}/decisions/changes", { space }, { since, timeout: heldMs }), {
    signal,
    timeoutMs: heldMs + answerMs,
  });
export const registerTable = (space: string, filter: RegisterFilter) =>
  addressOf("/api/v1/spaces/{space}/decisions.csv", { space }, asking(filter));
export const decision = (id: string) => wired("get", one, { decision: id }) as Promise<Decision>;
/** The same `request` makes it once. */
export const makeDecision = (space: string, request: string, set: DecisionWish) =>
  wired("post", ofSpace, { space }, { body: { request_id: request, set } }) as Promise<Decision>;
/** `base`: the version that was seen. What changed since then is not written over. */
export const changeDecision = (id: string, request: string, base: number, set: DecisionWish) =>
  wired("patch", one, { decision: id }, { body: { request_id: request, base, set } }) as Promise<Decision>;
export const decisionHistory = (id: string) =>
  wired("get", "/api/v1/decisions/{decision}/history", { decision: id }) as Promise<{
    changes: readonly DecisionChange[];
    next?: number;
  }>;
/** Those of which I see the other end. */
export const decisionLinks = async (id: string) =>
  ((await wired("get", links, { decision: id })) as { links: readonly DecisionLink[] }).links;
/** The same end is tied once. */
export const tieDecision = (id: string, to: DecisionTarget) =>
  wired("post", links, { decision: id }, { body: to }) as Promise<DecisionLink>;
export const untieDecision = (id: string, link: string) =>
  wired("delete", "/api/v1/decisions/{decision}/links/{link}", { decision: id, link });
/** Decisions that are tied to messages of a room, those that I see. */
export const decisionsIn = async (room: string) =>
  (
    (await wired("get", "/api/v1/rooms/{roomId}/decisions", { roomId: room })) as {
      decisions: readonly { event: string; decision: DecisionCard }[];
    }
  ).decisions;
