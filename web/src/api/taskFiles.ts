import { ask } from "./http";

/** Tables of tasks: `/api/v1/spaces/{space}/tasks/table`. */
export const tableOf = (space: string) => `/api/v1/spaces/${encodeURIComponent(space)}/tasks/table`;

/** A line of a file that was read, or looked at. */
export interface FileLine {
  readonly line: number;
  /** `there`: the same file has made it before. */
  readonly outcome: "made" | "there" | "refused";
  readonly task?: string;
  /** Whom a cell may mean that names people. */
  readonly person?: "several" | "nobody";
  /** What of the task is wrong. */
  readonly field?: string;
  /** The column that is wrong, as the file calls it, and what its cell says. */
  readonly column?: string;
  readonly cell?: string;
}
export interface FileReport {
  readonly dry_run: boolean;
  /** Columns that the board has not. */
  readonly left_out: readonly string[];
  readonly lines: readonly FileLine[];
}
const readingMs = 120_000;
/** `dry`: what would come of it. The same file makes nothing twice. */
export const readTasks = (space: string, file: Blob, dry: boolean) =>
  ask<FileReport>(`${tableOf(space)}${dry ? "?dry_run=true" : ""}`, {
    method: "POST",
    body: new Blob([file], { type: "text/csv" }),
    timeoutMs: readingMs,
  });
