import { useCallback, useEffect, useRef, useState } from "react";
import { type Change, type Task, taskHistory } from "../../api/tasks";
import { type TaskDeed, taskDeeds } from "../../api/taskTalk";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useTasks } from "./context";
import { merged } from "./paged";

/** What one person changed at once. */
export interface Version {
  readonly version: number;
  readonly at: number;
  readonly changes: readonly Change[];
}
export type Entry = Version | TaskDeed;

/** The changes of each version together, the latest first. */
export function versionsOf(changes: readonly Change[]): readonly Version[] {
  const versions: { version: number; at: number; changes: Change[] }[] = [];
  for (const change of changes) {
    const last = versions.at(-1);
    if (last?.version === change.version) last.changes.push(change);
    else versions.push({ version: change.version, at: change.at, changes: [change] });
  }
  return versions;
}

/** Where each of the two lists that a history is made of goes on; undefined: it has no more. */
interface Ends {
  readonly changes: number | undefined;
  readonly deeds: string | undefined;
}
interface Page extends Ends {
  readonly versions: readonly Version[];
  readonly done: readonly TaskDeed[];
}

async function pageOf(task: string, from: Partial<Ends> | null): Promise<Page> {
  const [changes, deeds] = await Promise.all([
    from && from.changes === undefined ? null : taskHistory(task, from?.changes),
    from && from.deeds === undefined ? null : taskDeeds(task, from?.deeds),
  ]);
  return {
    versions: versionsOf(changes?.changes ?? []),
    done: deeds?.deeds ?? [],
    changes: changes?.next,
    deeds: deeds?.next,
  };
}

const once = <T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] =>
  [...new Map(all.toReversed().map((one) => [nameOf(one), one])).values()].toReversed();

/** The history of a task, and what came before what is told of it. */
export function useHistory(of: Task) {
  const { followed } = useTasks();
  // Every version has something new to tell.
  const question = useCallback(() => (of.version >= 0 ? pageOf(of.id, null) : Promise.reject()), [of.id, of.version]);
  const [asked, again] = useAsked(question);
  const [older, add] = useState<Page | null>(null);
  const { busy, run, refusal } = useDeed();
  // What is tied or said raises no version.
  const heard = followed.cards.get(of.id);
  const before = useRef(heard);
  useEffect(() => {
    if (before.current === heard) return;
    before.current = heard;
    again();
  }, [heard, again]);
  const first = asked.state === "here" ? asked.value : null;
  const ends = older ?? first;
  const more = () =>
    void run(async () => {
      if (!ends) return;
      const page = await pageOf(of.id, ends);
      const { versions = [], done = [] } = older ?? {};
      add({ ...page, versions: [...versions, ...page.versions], done: [...done, ...page.done] });
    });
  // What is told first goes on with every change: what was read before is told once.
  const versions = once([...(first?.versions ?? []), ...(older?.versions ?? [])], (one) => `${one.version}`);
  const done = once([...(first?.done ?? []), ...(older?.done ?? [])], (one) =>
    JSON.stringify([one.at, one.did, one.link?.id, one.comment?.id]),
  );
  const all = merged<Entry>(
    { all: versions, more: ends?.changes !== undefined },
    { all: done, more: ends?.deeds !== undefined },
  );
  const goesOn = ends?.changes !== undefined || ends?.deeds !== undefined;
  return { asked, again, all, more: goesOn ? more : null, busy, refusal };
}
