import { ask } from "./http";

/** Renewing an account that is let in for a time, by a link that is mailed; nobody is signed in for it. */
const all = "/api/v1/renewals";
const one = (token: string) => `${all}/${encodeURIComponent(token)}`;

/** Has a link mailed, if an account of this address ends or has ended. */
export const mailRenewal = (address: string) => ask<unknown>(all, { method: "POST", body: { address }, token: null });
export interface Renewal {
  readonly organisation: string;
  readonly ends?: number;
}
export const renewal = (token: string) => ask<Renewal>(one(token), { token: null });
export const renew = (token: string) => ask<{ ends?: number }>(one(token), { method: "POST", body: {}, token: null });
