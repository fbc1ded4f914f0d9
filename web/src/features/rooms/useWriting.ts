import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import type { Named, Written } from "../../session/content";
import { draft, keepDraft } from "../../session/drafts";
import type { Intent } from "./talk";

const highestPx = 320;

/** The text of a composer: kept at every key under its place; while a message is edited, that one's text instead. */
export function useWriting(me: string, place: string, intent: Intent, field: RefObject<HTMLTextAreaElement | null>) {
  const [kept, setKept] = useState<Written>(() => draft(me, place));
  const [edit, setEdit] = useState<Written>({ text: "", named: [] });
  const editing = intent.kind === "edit" ? intent.of.id : null;
  const written = editing ? edit : kept;

  useEffect(() => setKept(draft(me, place)), [me, place]);
  useEffect(() => {
    if (intent.kind === "edit" && intent.of.source) setEdit(intent.of.source);
    if (intent.kind !== "new") field.current?.focus();
  }, [intent, field]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const at = field.current;
    if (!at) return;
    at.style.height = "auto";
    at.style.height = `${Math.min(highestPx, at.scrollHeight)}px`;
  }, [written.text, field]);

  const write = (next: Written) => {
    if (editing) setEdit(next);
    else {
      setKept(next);
      keepDraft(me, place, next);
    }
  };

  /** Replaces a part of the text and puts the cursor after it, or selects what was put. */
  const put = (from: number, to: number, text: string, select?: [number, number], named?: Named) => {
    const all = written.text.slice(0, from) + text + written.text.slice(to);
    write({ text: all, named: named ? [...written.named.filter((n) => n.id !== named.id), named] : written.named });
    requestAnimationFrame(() => {
      const at = field.current;
      if (!at) return;
      at.focus();
      at.setSelectionRange(from + (select?.[0] ?? text.length), from + (select?.[1] ?? text.length));
    });
  };

  return { written, write, put };
}
export type Writing = ReturnType<typeof useWriting>;
