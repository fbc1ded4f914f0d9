import { ask } from "./http";

/** Our own addresses, where Matrix has none: `/api/v1/…`. */

export type Registration = "closed" | "invitation" | "token" | "open";

export interface Server {
  readonly name: string;
  readonly server_name: string;
  readonly registration: Registration;
  readonly demo: boolean;
  readonly version: string;
}
export const server = () => ask<Server>("/api/v1/server", { token: null });

export interface Invitation {
  readonly token: string;
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}
const at = encodeURIComponent;

export const registration = () => ask<{ mode: Registration }>("/api/v1/registration");
export const setRegistration = (mode: Registration) =>
  ask<unknown>("/api/v1/registration", { method: "PUT", body: { mode } });

export const invitations = () => ask<{ invitations: Invitation[] }>("/api/v1/invitations");
export const invite = () => ask<Invitation>("/api/v1/invitations", { method: "POST", body: {} });
export const invitation = (token: string) =>
  ask<{ expires: number }>(`/api/v1/invitations/${at(token)}`, { token: null });

export const setup = (token: string) => ask<unknown>(`/api/v1/setup/${at(token)}`, { token: null });
export const completeSetup = (token: string, who: { username: string; password: string; displayname: string }) =>
  ask<unknown>(`/api/v1/setup/${at(token)}`, { method: "POST", body: who, token: null });

export interface DemoPerson {
  readonly user: string;
  readonly name: string;
  readonly role?: string;
}
