import { ask } from "./http";

/** What people object to of what is done with their data: `/api/v1/objection`, and for who answers `/api/v1/objections`. */
const mine = "/api/v1/objection";
const all = "/api/v1/objections";

export interface OwnObjection {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  readonly answer?: string;
  readonly answered_at?: number;
}
/** One that waits for me to answer. */
export interface WaitingObjection {
  readonly id: string;
  readonly user_id: string;
  readonly display_name?: string;
  /** The label of their organisation. */
  readonly organisation?: string;
  readonly text: string;
  readonly at: number;
}

/** Mine, the latest first. */
export const ownObjections = async () => (await ask<{ objections: OwnObjection[] }>(mine)).objections;
/** One waits at a time: it takes the place of what waits. */
export const object = (text: string) => ask<unknown>(mine, { method: "PUT", body: { text } });
export const takeObjectionBack = () => ask<unknown>(mine, { method: "DELETE" });
export interface WaitingObjections {
  readonly objections: readonly WaitingObjection[];
  /** Where the next page begins. */
  readonly next?: string;
}
/** Those that wait, the oldest first. */
export const objections = (from?: string) =>
  ask<WaitingObjections>(from ? `${all}?from=${encodeURIComponent(from)}` : all);
export const answerObjection = (id: string, answer: string) =>
  ask<unknown>(`${all}/${encodeURIComponent(id)}/answer`, { method: "PUT", body: { answer } });

export const objectionMax = 4000;
