import { askAhead, askOnce } from "./ahead";
import { hear } from "./stream";
import { type Answer, addressOf, type Body, type Query, wired } from "./wired";

/** Tasks of spaces, as the server tells them; what it tells always is not told as what may be absent. */
const ofBoard = "/api/v1/spaces/{space}/board";
const ofSpace = "/api/v1/spaces/{space}/tasks";
const one = "/api/v1/tasks/{task}";
type Told = Answer<typeof one, "get">;
type ToldBoard = Answer<typeof ofBoard, "get">;
type Set = Body<typeof ofSpace, "post">["set"];

/** What a column makes of its tasks: to do, waiting for validation, validated. */
export type TaskState = Told["state"];
/** `limit`: how many tasks it should hold at most; told, not enforced. */
export type Column = Required<ToldBoard["columns"][number]>;
export type Label = NonNullable<ToldBoard["labels"]>[number];
export const fieldKinds = ["text", "number", "date", "choice", "person"] as const;
export type FieldKind = (typeof fieldKinds)[number];
/** What a board asks of its tasks besides what every task has. It keeps its kind. */
export interface BoardField {
  readonly id: string;
  readonly name: string;
  readonly kind: FieldKind;
  /** Where one is chosen: among what. */
  readonly choices?: readonly Label[];
  /** Whether the cards of the board tell it. */
  readonly on_cards?: boolean;
}
export interface Board {
  readonly version: number;
  readonly columns: readonly Column[];
  readonly labels?: readonly Label[];
  readonly fields?: readonly BoardField[];
}
/** Values of the fields of a board, by their ids; in a wish null is none, and what is not named stays. */
export type Custom = Readonly<Record<string, string | number | null>>;
/** That a task comes again: by which rule of calendars (RFC 5545), and whether it waits to be done. */
export interface Repeats {
  readonly rule: string;
  readonly when: "done" | "day";
}

export const priorities = ["none", "low", "normal", "high", "urgent"] as const;
export type Priority = (typeof priorities)[number];

/** What is known of a task as soon as it is wished. */
type Known =
  | ("id" | "space" | "number" | "version" | "title" | "column" | "rank" | "state" | "assignees" | "start" | "due")
  | ("priority" | "estimate_minutes" | "spent_minutes" | "archived" | "made_by" | "made_at" | "changed_at");
/**
 * A task as lists show it. Days are `YYYY-MM-DD`; `rank`, its place in the column, is text, ordered by bytes, among equals by
 * number; `version` is raised by every change.
 */
export interface Card
  extends Pick<Told, Known>,
    Partial<Pick<Told, "watchers" | "parent" | "labels" | "steps" | "steps_done" | "comments">> {
  readonly waits_for?: readonly Wait[];
  readonly custom?: Custom;
  readonly repeats?: Repeats | null;
}
export const waitKinds = ["FS", "SS", "FF", "SF"] as const;
export type WaitKind = (typeof waitKinds)[number];
/** What must be over, or begun, before: `FS` is the end of the one before the start of this one. */
export type Wait = Required<Told["waits_for"][number]>;
export type Step = Required<Told["checklist"][number]>;
/** A task that is opened. */
export interface Task extends Card, Pick<Told, "description"> {
  readonly checklist?: readonly Step[];
  /** The version at which each field changed last. */
  readonly versions?: Readonly<Record<string, number>>;
}

/** Where a task goes: behind another one, or first (null); by a rank that history told; neither: last. */
export type Place = NonNullable<Set["place"]>;
/** Fields of a task and what they are to become. */
export interface Wished extends Omit<Set, "checklist" | "waits_for" | "custom" | "repeats"> {
  readonly checklist?: readonly Step[];
  readonly waits_for?: readonly Wait[];
  readonly custom?: Custom;
  readonly repeats?: Repeats | null;
}
export interface TaskPage {
  readonly tasks: readonly Card[];
  readonly next?: string;
  readonly since: string;
}
export interface Changes {
  readonly since: string;
  readonly tasks?: readonly Card[];
  readonly gone?: readonly string[];
  readonly board?: Board;
  /** Too much happened: everything is to be read anew. */
  readonly reset?: boolean;
}
export interface Change {
  readonly version: number;
  readonly at: number;
  readonly by: string;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}
export interface MyCard extends Card {
  readonly space_name: string;
}
export const portions = ["late", "today", "week", "later", "to_validate", "validated"] as const;
/** What is mine to do, in all spaces. */
export type Mine = Readonly<Record<(typeof portions)[number], readonly MyCard[]>> & {
  /** How many there are besides, of each portion that is cut. */
  readonly more?: Readonly<Partial<Record<(typeof portions)[number], number>>>;
  /** There is more than is looked at. */
  readonly cut?: boolean;
  /** From where on changes are asked for. */
  readonly since: string;
};

/** Cards of one answer. */
export const pageMax = 1000;
/** How long the server holds a question after changes back. */
const heldMs = 30_000;
const answerMs = 15_000;

/** Asks for the board of a space and its first tasks before its page is there. */
export function boardAhead(space: string): void {
  askAhead(addressOf(ofBoard, { space }));
  askAhead(addressOf(ofSpace, { space }, { limit: pageMax }));
}
export const board = (space: string, signal?: AbortSignal) => askOnce<Board>(addressOf(ofBoard, { space }), signal);
/** `base`: the version that was seen; what is not named stays as it is. */
export const arrange = (space: string, base: number, wish: Partial<Pick<Board, "columns" | "labels" | "fields">>) =>
  wired("put", ofBoard, { space }, { body: { base, ...wish } }) as Promise<Board>;
/** Arranges it as the board of another space is, and keeps here what is kept for all there. */
export const copyBoard = (space: string, base: number, from: string) =>
  wired("post", "/api/v1/spaces/{space}/board/copy", { space }, { body: { base, from } }) as Promise<Board>;
/** What became of the arrangement, the latest first; `from`: those before that version. */
export const boardHistory = (space: string, from?: number) =>
  wired(
    "get",
    "/api/v1/spaces/{space}/board/history",
    { space },
    { query: from === undefined ? {} : { from } },
  ) as Promise<{
    changes: readonly Change[];
    next?: number;
  }>;
const page = (space: string, query: Query<typeof ofSpace, "get">, signal: AbortSignal) =>
  askOnce<TaskPage>(addressOf(ofSpace, { space }, query), signal);
export const taskPage = (space: string, from: string | undefined, archived: boolean, signal: AbortSignal) =>
  page(space, { limit: pageMax, ...(archived ? { archived } : {}), ...(from === undefined ? {} : { from }) }, signal);
/** The token of now: what changes after it is learned by {@link hearChanges}. */
export const sinceNow = async (space: string, signal: AbortSignal) => (await page(space, { limit: 1 }, signal)).since;
export const changesSince = (space: string, since: string, signal: AbortSignal) =>
  wired(
    "get",
    "/api/v1/spaces/{space}/tasks/changes",
    { space },
    { query: { since, timeout: heldMs }, signal, timeoutMs: heldMs + answerMs },
  ) as Promise<Changes>;
/** Until when a stream has said something, and the longest that it may say nothing: the server says something each 15 seconds. */
const firstMs = 5000;
const silentMs = 40_000;
/** Tells changes as they happen, until the server ends it; throws `Silent` when something on the way holds them back. */
export const hearChanges = (space: string, since: string, signal: AbortSignal, on: (told: Changes) => void) =>
  hear(
    { path: addressOf("/api/v1/spaces/{space}/tasks/stream", { space }), since, signal, firstMs, silentMs },
    ({ id, data }) => on(data === "" ? { since: id } : (JSON.parse(data) as Changes)),
  );
export const task = (id: string) => wired("get", one, { task: id }) as Promise<Task>;
/** The same `request` makes it once. */
export const makeTask = (space: string, request: string, set: Wished) =>
  wired("post", ofSpace, { space }, { body: { request_id: request, set } }) as Promise<Task>;
/** `base`: the version that was seen. What changed since then is not written over. */
export const changeTask = (id: string, request: string, base: number, set: Wished) =>
  wired("patch", one, { task: id }, { body: { request_id: request, base, set } }) as Promise<Task>;
/** Of many tasks: what each is to be, and the version of it that was seen. */
export interface ManyWish {
  readonly id: string;
  readonly base: number;
  readonly set: Wished;
}
/** Why one of many stays as it is; `task` is what it is, where somebody else has changed the same. */
export interface Left {
  readonly id: string;
  readonly why: string;
  readonly fields?: readonly string[];
  readonly task?: Task;
}
/** As many as one request changes. */
export const manyMax = 200;
/** Changes those that can be, in one request. */
export const changeMany = (space: string, request: string, tasks: readonly ManyWish[]) =>
  wired("patch", ofSpace, { space }, { body: { request_id: request, each: true, tasks } }) as Promise<{
    tasks: readonly Card[];
    refused: readonly Left[];
  }>;
/** Puts oneself among those who watch a task, or out of them: whoever sees it may. */
export const watchTask = (id: string, on: boolean) =>
  wired(on ? "put" : "delete", "/api/v1/tasks/{task}/watching", { task: id }) as Promise<Task>;
export const deleteTask = (id: string) => wired("delete", one, { task: id });
/** The latest first; `from`: those before that version. */
export const taskHistory = (id: string, from?: number) =>
  wired("get", "/api/v1/tasks/{task}/history", { task: id }, { query: from === undefined ? {} : { from } }) as Promise<{
    changes: readonly Change[];
    next?: number;
  }>;
export const mine = (today: string) => wired("get", "/api/v1/tasks/mine", {}, { query: { today } }) as Promise<Mine>;
/** Whether something of mine changed since, on any board; held back until something did. */
export const mineChanged = (since: string, signal: AbortSignal) =>
  wired(
    "get",
    "/api/v1/tasks/mine/changes",
    {},
    { query: { since, timeout: heldMs }, signal, timeoutMs: heldMs + answerMs },
  );
/** All of one portion. */
export const minePart = async (today: string, part: (typeof portions)[number]) =>
  ((await wired("get", "/api/v1/tasks/mine", {}, { query: { today, part } })) as Partial<Mine>)[part] ?? [];
