import { ask } from "./http";

/** Organisations that ask to be in the house, and what they try out: `/api/v1/applications…`, `/api/v1/pilots…`. */
const at = encodeURIComponent;
const all = "/api/v1/applications";

export interface Form {
  readonly applicant: string;
  readonly organisation: string;
  readonly siret?: string;
  readonly headcount: number;
  readonly need: string;
}
export const askToApply = (email: string, secret: string) =>
  ask<unknown>(`${all}/code`, { method: "POST", body: { email, secret }, token: null });
export const apply = (email: string, secret: string, code: string, form: Form) =>
  ask<unknown>(all, { method: "POST", body: { email, secret, code, ...form }, token: null });

export type State = "open" | "asked" | "approved" | "refused";
/** An application, as who made it follows it. */
export interface Followed {
  readonly organisation: string;
  readonly state: State;
  readonly question: string;
  readonly reason: string;
}
const link = (word: string) => `/api/v1/application_links/${at(word)}`;
export const followed = (word: string) => ask<Followed>(link(word), { token: null });
export const replyTo = (word: string, reply: string) =>
  ask<Followed>(link(word), { method: "PUT", body: { reply }, token: null });

export interface Application extends Followed, Form {
  readonly id: string;
  readonly email: string;
  readonly reply: string;
  readonly created: number;
  readonly decided?: number;
}
export const applications = async () => (await ask<{ applications: Application[] }>(all)).applications;

export type Decision =
  | { readonly decision: "ask" | "refuse"; readonly reason: string }
  | {
      readonly decision: "approve";
      readonly label: string;
      readonly domain: string;
      readonly people_max: number;
      readonly ends: number;
      readonly goals: string;
    };
export const decideApplication = (id: string, decision: Decision) =>
  ask<unknown>(`${all}/${at(id)}/decision`, { method: "PUT", body: { ...decision } });

/** How a pilot goes: a figure about too few people is absent. */
export interface Report {
  readonly people_min: number;
  readonly people?: number;
  readonly arrived?: number;
  readonly active?: number;
  /** Tenths of a point, one number for each of the five questions. */
  readonly survey?: { readonly people: number; readonly tenths: readonly number[] };
}
export interface Pilot {
  readonly organisation: string;
  readonly name: string;
  readonly state: "running" | "open" | "closed";
  readonly people_max: number;
  readonly begun: number;
  readonly ends: number;
  readonly goals: string;
  readonly reason: string;
  readonly report: Report;
}
export const pilots = async () => (await ask<{ pilots: Pilot[] }>("/api/v1/pilots")).pilots;
export const decidePilot = (organisation: string, decision: "open" | "close", reason: string) =>
  ask<unknown>(`/api/v1/pilots/${at(organisation)}/decision`, { method: "PUT", body: { decision, reason } });
export const extendPilot = (organisation: string, terms: { people_max: number; ends: number }) =>
  ask<unknown>(`/api/v1/pilots/${at(organisation)}/terms`, { method: "PUT", body: terms });

/** What my organisation tries out, while it does. */
export interface MyPilot {
  readonly name: string;
  readonly ends: number;
  readonly goals: string;
  readonly answers?: readonly number[];
}
export const myPilot = async () => {
  const mine = await ask<Partial<MyPilot>>("/api/v1/pilot");
  return mine.name === undefined ? null : (mine as MyPilot);
};
export const answerPilot = (answers: readonly number[]) =>
  ask<unknown>("/api/v1/pilot/answers", { method: "PUT", body: { answers } });
