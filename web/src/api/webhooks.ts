import { ask } from "./http";

/** Programs that are told what changes on a board: `/api/v1/spaces/{space}/webhooks`. */
const at = encodeURIComponent;
const all = (space: string) => `/api/v1/spaces/${at(space)}/webhooks`;
const one = (space: string, hook: string) => `${all(space)}/${at(hook)}`;

export const hookEvents = ["task.changed", "task.gone", "board.changed"] as const;
export type HookEvent = (typeof hookEvents)[number];

/** What became of a call; `status` is 0 where there was no answer. */
export interface HookCall {
  readonly event: HookEvent | "test";
  readonly at: number;
  readonly status: number;
  readonly outcome: "told" | "refused" | "barred" | "failed";
}
export interface HookWish {
  /** None: all. */
  readonly events: readonly HookEvent[];
  readonly paused: boolean;
}
export interface Webhook extends HookWish {
  readonly id: string;
  readonly uri: string;
  readonly by: string;
  readonly at: number;
  /** How many things it was not told in the end. */
  readonly failed: number;
  /** The last calls, the latest first. */
  readonly told: readonly HookCall[];
}
/** One that was just made, and the secret that is told this once. */
export type FreshWebhook = Omit<Webhook, "told"> & { readonly secret: string };

export const webhooksOf = async (space: string) => (await ask<{ webhooks: readonly Webhook[] }>(all(space))).webhooks;
export const addWebhook = (space: string, uri: string, events: readonly HookEvent[]) =>
  ask<FreshWebhook>(all(space), { method: "POST", body: { uri, events } });
export const changeWebhook = (space: string, hook: string, wish: Partial<HookWish>) =>
  ask<unknown>(one(space, hook), { method: "PATCH", body: wish });
/** Calls it at once, and tells what it answers. */
export const testWebhook = (space: string, hook: string) =>
  ask<HookCall>(`${one(space, hook)}/test`, { method: "POST", body: {} });
export const removeWebhook = (space: string, hook: string) => ask<unknown>(one(space, hook), { method: "DELETE" });
