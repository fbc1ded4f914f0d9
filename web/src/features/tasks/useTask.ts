import { useCallback, useEffect, useMemo, useRef } from "react";
import { type Task, task } from "../../api/tasks";
import { type Asked, useAsked } from "../../api/useAsked";
import { useTasks } from "./context";
import { queue } from "./queue";
import { pending, wished } from "./wishes";

/** A task as it will be: what the server told, asked for again when a later version is heard of, and what I wish. */
export function useTask(id: string): [Asked<Task>, () => void] {
  const { followed, following, board, wishes } = useTasks();
  const question = useCallback(async () => {
    const told = await task(id);
    following.take(told);
    return told;
  }, [id, following]);
  const [asked, again, put] = useAsked(question);
  const heard = followed.cards.get(id);
  const known = asked.state === "here" ? asked.value : null;
  useEffect(() => {
    const now = queue.now();
    return now?.taken.follow(() => {
      const answer = now.taken.now();
      if (answer?.id === id) put(answer);
    });
  }, [id, put]);
  const seen = useRef(0);
  useEffect(() => {
    if (!known || !heard || heard.version <= Math.max(known.version, seen.current)) return;
    seen.current = heard.version;
    again();
  }, [known, heard, again]);
  const shown = useMemo((): Asked<Task> => {
    if (!known) return asked;
    const newer = heard && heard.version > known.version ? { ...known, ...heard } : known;
    const mine = wishes.filter((w) => w.task === id && pending(w));
    return { state: "here", value: mine.reduce((t, w) => wished(t, w, board), newer) };
  }, [asked, known, heard, wishes, id, board]);
  return [shown, again];
}
