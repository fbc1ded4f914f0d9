import { ask } from "./http";

/** When I want to be told of a task before its day: `/api/v1/tasks/{task}/reminder`. Nobody else learns of it. */
const one = (task: string) => `/api/v1/tasks/${encodeURIComponent(task)}/reminder`;

export interface ReminderWish {
  readonly days_before: number;
  /** Of that day, where I am. */
  readonly minute: number;
  /** As in Europe/Paris. */
  readonly zone: string;
}

/** Null where I want none. */
export async function reminder(task: string): Promise<ReminderWish | null> {
  const found = await ask<Partial<ReminderWish>>(one(task));
  return found.minute === undefined ? null : (found as ReminderWish);
}
export const remind = (task: string, { days_before, minute, zone }: ReminderWish) =>
  ask<unknown>(one(task), { method: "PUT", body: { days_before, minute, zone } });
export const forgetReminder = (task: string) => ask<unknown>(one(task), { method: "DELETE" });
