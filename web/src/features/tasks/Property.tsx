import type { ReactNode } from "react";
import type { Task } from "../../api/tasks";

export interface OfTask {
  readonly of: Task;
  /** I may change it. */
  readonly mine: boolean;
}

/** One thing that is known of a task, on its line. */
export function Property({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
