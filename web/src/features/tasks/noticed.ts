import { Refusal } from "../../api/http";
import { type Task, task } from "../../api/tasks";
import { type TaskComment, taskComments } from "../../api/taskTalk";
import { store } from "../../base/store";
import { isoDay } from "../../i18n/dates";

/** Why the server tells me of a task. */
export type Call =
  | "task_assigned"
  | "task_mentioned"
  | "task_to_validate"
  | "task_validated"
  | "task_due"
  | "task_watched"
  | "task_reminded";

/** A notice of a task, as far as it is one. */
export interface Called {
  readonly kind: Call;
  readonly task: string;
  readonly space: string;
  readonly title: string;
  readonly by: string | null;
}
const text = (value: unknown): string => (typeof value === "string" ? value : "");
export function calledBy(of: Readonly<Record<string, unknown>> | undefined): Called | null {
  if (!text(of?.kind).startsWith("task_") || text(of?.task) === "") return null;
  const { kind, task, space_id: space, title, by } = of!;
  return { kind: kind as Call, task: text(task), space: text(space), title: text(title), by: text(by) || null };
}

/** A task that I was told of, as it stands. */
export interface Standing {
  /** Null: there is none any more that I see. */
  readonly task: Task | null;
  /** What was said of it last, where somebody calls me. */
  readonly said: readonly TaskComment[];
}
/** Those that wait for me, by their ids. */
export const standings = store<ReadonlyMap<string, Standing>>(new Map());

const notThere = [403, 404];
/** How a task stands; undefined where that is not known now. */
export async function standingOf({ kind, task: id }: Called): Promise<Standing | undefined> {
  try {
    const now = await task(id);
    const said = kind === "task_mentioned" ? (await taskComments(id)).comments : [];
    return { task: now, said };
  } catch (failure) {
    return failure instanceof Refusal && notThere.includes(failure.status) ? { task: null, said: [] } : undefined;
  }
}

/** A task that is due so many days from now was put off after it called me. */
const soonDays = 2;
const dayMs = 86_400_000;

/** Nothing waits any more of what I was told at `ts`: it was done elsewhere, by me or by somebody else. */
export function isOver(of: Called, { task: now, said }: Standing, me: string, ts: number, today = Date.now()): boolean {
  if (!now || now.archived) return true;
  switch (of.kind) {
    case "task_assigned":
      return now.state !== "open" || !now.assignees.includes(me);
    case "task_due":
      return (
        now.state !== "open" ||
        !now.assignees.includes(me) ||
        now.due === null ||
        now.due > isoDay(today + soonDays * dayMs)
      );
    case "task_watched":
      return !now.watchers?.includes(me);
    case "task_reminded":
      return now.state !== "open";
    case "task_mentioned":
      return said.some((one) => one.by === me && one.at > ts);
    case "task_to_validate":
      return now.state !== "done";
    case "task_validated":
      return now.state !== "validated";
  }
}
