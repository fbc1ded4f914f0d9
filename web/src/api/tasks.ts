import { ask } from "./http";
import { hear } from "./stream";

/** Tasks of spaces: `/api/v1/spaces/{space}/board`, `/api/v1/spaces/{space}/tasks`, `/api/v1/tasks`. */
const at = encodeURIComponent;
const ofSpace = (space: string) => `/api/v1/spaces/${at(space)}`;
const all = "/api/v1/tasks";
const one = (task: string) => `${all}/${at(task)}`;

/** What a column makes of its tasks: to do, waiting for validation, validated. */
export type TaskState = "open" | "done" | "validated";
export interface Column {
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
  /** How many tasks it should hold at most; told, not enforced. */
  readonly limit: number | null;
}
export interface Label {
  readonly id: string;
  readonly name: string;
  readonly colour: number;
}
export const fieldKinds = ["text", "number", "date", "choice", "person"] as const;
export type FieldKind = (typeof fieldKinds)[number];
/** What a board asks of its tasks besides what every task has. It keeps its kind. */
export interface BoardField {
  readonly id: string;
  readonly name: string;
  readonly kind: FieldKind;
  /** Where one is chosen: among what. */
  readonly choices?: readonly Label[];
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

/** A task as lists show it. Days are `YYYY-MM-DD`. */
export interface Card {
  readonly id: string;
  readonly space: string;
  readonly number: number;
  /** Raised by every change. */
  readonly version: number;
  readonly title: string;
  readonly column: string;
  /** Its place in the column: text, ordered by bytes; among equals by number. */
  readonly rank: string;
  readonly state: TaskState;
  readonly assignees: readonly string[];
  readonly watchers?: readonly string[];
  readonly start: string | null;
  readonly due: string | null;
  readonly priority: Priority;
  readonly estimate_minutes: number | null;
  readonly spent_minutes: number | null;
  readonly parent?: string | null;
  readonly labels?: readonly string[];
  readonly steps?: number;
  readonly steps_done?: number;
  readonly comments?: number;
  readonly waits_for?: readonly Wait[];
  readonly custom?: Custom;
  readonly repeats?: Repeats | null;
  readonly archived: boolean;
  readonly made_by: string;
  readonly made_at: number;
  readonly changed_at: number;
}
export const waitKinds = ["FS", "SS", "FF", "SF"] as const;
export type WaitKind = (typeof waitKinds)[number];
/** What must be over, or begun, before: `FS` is the end of the one before the start of this one. */
export interface Wait {
  readonly task: string;
  readonly kind: WaitKind;
  readonly lag_days: number;
}
export interface Step {
  readonly id: string;
  readonly text: string;
  readonly done: boolean;
}
/** A task that is opened. */
export interface Task extends Card {
  readonly description: string;
  readonly checklist?: readonly Step[];
  /** The version at which each field changed last. */
  readonly versions?: Readonly<Record<string, number>>;
}

/** Where a task goes: behind another one, or first (null); by a rank that history told; neither: last. */
export interface Place {
  readonly column: string;
  readonly after?: string | null;
  readonly rank?: string;
}
/** Fields of a task and what they are to become. */
export interface Wished {
  readonly title?: string;
  readonly description?: string;
  readonly place?: Place;
  readonly assignees?: readonly string[];
  readonly watchers?: readonly string[];
  readonly start?: string | null;
  readonly due?: string | null;
  readonly priority?: Priority;
  readonly estimate_minutes?: number | null;
  readonly spent_minutes?: number | null;
  readonly archived?: boolean;
  readonly parent?: string | null;
  readonly labels?: readonly string[];
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
};

/** Cards of one answer. */
export const pageMax = 1000;
/** How long the server holds a question after changes back. */
const heldMs = 30_000;
const answerMs = 15_000;

export const board = (space: string, signal?: AbortSignal) =>
  ask<Board>(`${ofSpace(space)}/board`, signal ? { signal } : {});
/** `base`: the version that was seen; what is not named stays as it is. */
export const arrange = (space: string, base: number, wish: Partial<Pick<Board, "columns" | "labels" | "fields">>) =>
  ask<Board>(`${ofSpace(space)}/board`, { method: "PUT", body: { base, ...wish } });
/** Arranges it as the board of another space is, and keeps here what is kept for all there. */
export const copyBoard = (space: string, base: number, from: string) =>
  ask<Board>(`${ofSpace(space)}/board/copy`, { method: "POST", body: { base, from } });
export const taskPage = (space: string, from: string | undefined, archived: boolean, signal: AbortSignal) => {
  const asked = `limit=${pageMax}${archived ? "&archived=true" : ""}${from === undefined ? "" : `&from=${at(from)}`}`;
  return ask<TaskPage>(`${ofSpace(space)}/tasks?${asked}`, { signal });
};
/** The token of now: what changes after it is learned by {@link hearChanges}. */
export const sinceNow = async (space: string, signal: AbortSignal) =>
  (await ask<TaskPage>(`${ofSpace(space)}/tasks?limit=1`, { signal })).since;
export const changesSince = (space: string, since: string, signal: AbortSignal) =>
  ask<Changes>(`${ofSpace(space)}/tasks/changes?since=${at(since)}&timeout=${heldMs}`, {
    signal,
    timeoutMs: heldMs + answerMs,
  });
/** Until when a stream has said something, and the longest that it may say nothing: the server says something each 15 seconds. */
const firstMs = 5000;
const silentMs = 40_000;
/** Tells changes as they happen, until the server ends it; throws `Silent` when something on the way holds them back. */
export const hearChanges = (space: string, since: string, signal: AbortSignal, on: (told: Changes) => void) =>
  hear({ path: `${ofSpace(space)}/tasks/stream`, since, signal, firstMs, silentMs }, ({ id, data }) =>
    on(data === "" ? { since: id } : (JSON.parse(data) as Changes)),
  );
export const task = (id: string) => ask<Task>(one(id));
/** The same `request` makes it once. */
export const makeTask = (space: string, request: string, set: Wished) =>
  ask<Task>(`${ofSpace(space)}/tasks`, { method: "POST", body: { request_id: request, set } });
/** `base`: the version that was seen. What changed since then is not written over. */
export const changeTask = (id: string, request: string, base: number, set: Wished) =>
  ask<Task>(one(id), { method: "PATCH", body: { request_id: request, base, set } });
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
  ask<{ tasks: readonly Card[]; refused: readonly Left[] }>(`${ofSpace(space)}/tasks`, {
    method: "PATCH",
    body: { request_id: request, each: true, tasks },
  });
export const deleteTask = (id: string) => ask<unknown>(one(id), { method: "DELETE" });
/** The latest first; `from`: those before that version. */
export const taskHistory = (id: string, from?: number) =>
  ask<{ changes: readonly Change[]; next?: number }>(`${one(id)}/history${from === undefined ? "" : `?from=${from}`}`);
export const mine = (today: string) => ask<Mine>(`${all}/mine?today=${at(today)}`);
/** All of one portion. */
export const minePart = async (today: string, part: (typeof portions)[number]) =>
  (await ask<Partial<Mine>>(`${all}/mine?today=${at(today)}&part=${part}`))[part] ?? [];
