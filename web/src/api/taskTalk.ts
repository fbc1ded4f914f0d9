import type { Card } from "./tasks";
import { wired } from "./wired";

/** What is said of a task, and what it is tied to. */
const comments = "/api/v1/tasks/{task}/comments";
const comment = "/api/v1/tasks/{task}/comments/{comment}";
const links = "/api/v1/tasks/{task}/links";

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

/** The other end of a link, and which came of the other: the task from there, or that of the task. */
export type Target = { readonly way?: "from" | "to" } & TargetEnd;
type TargetEnd =
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
  wired("get", comments, { task }, { query: from ? { from } : {} }) as Promise<{
    comments: readonly TaskComment[];
    next?: string;
  }>;
/** The same `request` says it once. */
export const sayOfTask = (task: string, request: string, words: Words) =>
  wired("post", comments, { task }, { body: { request_id: request, ...words } }) as Promise<TaskComment>;
export const rewordComment = (task: string, id: string, words: Words) =>
  wired("put", comment, { task, comment: id }, { body: words }) as Promise<TaskComment>;
export const deleteComment = (task: string, id: string) => wired("delete", comment, { task, comment: id });

/** Brings back what was taken back within the week. */
export const restoreComment = (task: string, id: string) =>
  wired("post", "/api/v1/tasks/{task}/comments/{comment}/return", { task, comment: id }) as Promise<TaskComment>;

/** What somebody did about a task besides its fields: tied it, untied it, took back what was said, brought it back. */
export interface TaskDeed {
  readonly did: "tied" | "untied" | "unsaid" | "resaid";
  readonly at: number;
  readonly by: string;
  readonly link?: TaskLink;
  /** `kept`: it can be brought back. */
  readonly comment?: { readonly id: string; readonly by: string; readonly kept: boolean };
}
/** The latest first; `from`: those before that one. */
export const taskDeeds = (task: string, from?: string) =>
  wired("get", "/api/v1/tasks/{task}/deeds", { task }, { query: from ? { from } : {} }) as Promise<{
    deeds: readonly TaskDeed[];
    next?: string;
  }>;

/** Those of which I see the other end. */
export const taskLinks = async (task: string) =>
  ((await wired("get", links, { task })) as { links: readonly TaskLink[] }).links;
/** The same end is tied once. */
export const tie = (task: string, to: Target) => wired("post", links, { task }, { body: to }) as Promise<TaskLink>;
export const untie = (task: string, link: string) =>
  wired("delete", "/api/v1/tasks/{task}/links/{link}", { task, link });
/** Tasks that are tied to messages of a room, those that I see. */
export const tracesIn = async (room: string) =>
  ((await wired("get", "/api/v1/rooms/{roomId}/tasks", { roomId: room })) as { tasks: readonly Trace[] }).tasks;
