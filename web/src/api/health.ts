import { type Answer, wired } from "./wired";

/** How the server is, for who runs it. */
export type Health = Answer<"/api/v1/administration/health", "get">;
export type HealthState = Health["database"]["state"];

export const health = (): Promise<Health> => wired("get", "/api/v1/administration/health", {});
