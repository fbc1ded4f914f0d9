import { ask } from "./http";
import type { Card } from "./tasks";

/** What is said of a task, and what it is tied to: `/api/v1/tasks/{task}/comments`, `/api/v1/tasks/{task}/links`. */
const at = encodeURIComponent;
const one = (task: string) => `/api/v1/tasks/${at(task)}`;
const comments = (task: string) => `${one(task)}/comments`;
const links = (task: string) => `${one(task)}/links`;

/** What somebody says, and whom it calls. */
export interface Words {
  readonly text: string;
  readonly mentions: readonly string[];
}
export interface TaskComment extends Words {
  readonly id: string;
  readonly by: string;
  readonly at: number;
  readonly edited_at?: number;
}

/** The other end of a link. */
export type Target =
  | { readonly kind: "message"; readonly room: string; readonly event: string }
  | { readonly kind: "task"; readonly task: string }
  /** A thing of another tool, by the server's word for its kind. */
  | { readonly kind: "thing"; readonly of: string; readonly thing: string }
  | {
      readonly kind: "media";
      readonly uri: string;
      readonly name: string;
      readonly size: number;
      readonly type: string;
    };
export type TaskLink = { readonly id: string } & (
  | Extract<Target, { kind: "message" | "media" }>
  | (Extract<Target, { kind: "task" }> & { readonly title: string })
  | (Extract<Target, { kind: "thing" }> & {
      readonly space: string;
      readonly number: number;
      readonly title: string;
      readonly state: string;
    })
);

/** A task that is tied to a message. */
export interface Trace {
  readonly event: string;
  readonly task: Card;
}

/** The latest first; `from`: those before that one. */
export const taskComments = (task: string, from?: string) =>
  ask<{ comments: readonly TaskComment[]; next?: string }>(`${comments(task)}${from ? `?from=${at(from)}` : ""}`);
/** The same `request` says it once. */
export const sayOfTask = (task: string, request: string, words: Words) =>
  ask<TaskComment>(comments(task), { method: "POST", body: { request_id: request, ...words } });
export const rewordComment = (task: string, id: string, words: Words) =>
  ask<TaskComment>(`${comments(task)}/${at(id)}`, { method: "PUT", body: words });
export const deleteComment = (task: string, id: string) =>
  ask<unknown>(`${comments(task)}/${at(id)}`, { method: "DELETE" });

/** Those of which I see the other end. */
export const taskLinks = async (task: string) => (await ask<{ links: readonly TaskLink[] }>(links(task))).links;
/** The same end is tied once. */
export const tie = (task: string, to: Target) => ask<TaskLink>(links(task), { method: "POST", body: to });
export const untie = (task: string, link: string) => ask<unknown>(`${links(task)}/${at(link)}`, { method: "DELETE" });
/** Tasks that are tied to messages of a room, those that I see. */
export const tracesIn = async (room: string) =>
  (await ask<{ tasks: readonly Trace[] }>(`/api/v1/rooms/${at(room)}/tasks`)).tasks;
