import { useEffect, useMemo, useRef, useState } from "react";
import type { Task } from "../../api/tasks";
import { store } from "../../base/store";
import { list } from "../../session/changes";
import { setAllDone, useDone } from "../../session/done";
import { useLive } from "../../session/hooks";
import { type Need, noticesOf } from "../../session/needs";
import { calledBy, isOver, standingOf, standings } from "./noticed";
import { queue } from "./queue";

const noTask = store<Task | null>(null);

/** How often one came back to the page, or had a change of a task taken. */
function useTurns(): number {
  const taken = (queue.use()?.taken ?? noTask).use();
  const [turn, next] = useState(0);
  useEffect(() => {
    if (taken) next((n) => n + 1);
  }, [taken]);
  useEffect(() => {
    const back = () => document.visibilityState === "visible" && next((n) => n + 1);
    addEventListener("focus", back);
    document.addEventListener("visibilitychange", back);
    return () => {
      removeEventListener("focus", back);
      document.removeEventListener("visibilitychange", back);
    };
  }, []);
  return turn;
}

/** Looks how the tasks stand that wait for me, one after another; gives back which of them wait no more. */
async function look(needs: readonly Need[], me: string): Promise<string[]> {
  const over: string[] = [];
  for (const { key, notice, ts } of needs) {
    const of = calledBy(notice);
    const now = of && (await standingOf(of));
    if (!now) continue;
    standings.set((before) => new Map([...before, [of.task, now] as const]));
    if (isOver(of, now, me, ts)) over.push(key);
  }
  return over;
}

/** What the server told of a task waits no more once it is done elsewhere: in the panel, on another device, by another one. */
export function useSettling(me: string | undefined): void {
  const live = useLive();
  const version = list.use();
  const done = useDone();
  const turn = useTurns();
  const looked = useRef(new Map<string, number>());
  /** Who takes one of these up again keeps it. */
  const settled = useRef(new Set<string>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the client
  const waiting = useMemo(
    () =>
      live
        ? noticesOf(live.client).filter((need) => calledBy(need.notice) !== null && done[need.key] === undefined)
        : [],
    [live, version, done],
  );
  useEffect(() => {
    const fresh = waiting.filter(({ key }) => looked.current.get(key) !== turn && !settled.current.has(key));
    if (!me || fresh.length === 0) return;
    for (const { key } of fresh) looked.current.set(key, turn);
    void look(fresh, me).then(async (over) => {
      for (const key of over) settled.current.add(key);
      // What could not be noted is noted when one comes back.
      await setAllDone(over, true).catch(() => {
        for (const key of over) settled.current.delete(key);
      });
    });
  }, [waiting, turn, me]);
}
