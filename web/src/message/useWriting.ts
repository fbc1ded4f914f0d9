import { type RefObject, useEffect, useLayoutEffect } from "react";
import { textSize } from "../base/preferences";
import type { Named, Written } from "../session/content";
import { withWords, wordsOf } from "../session/drafts";
import { useTalk } from "./talk";

const highestPx = 320;

/** The text of a composer, kept at every key; while a message is edited, that one's text instead. */
export function useWriting(field: RefObject<HTMLTextAreaElement | null>) {
  const { draft } = useTalk();
  const now = draft.use();
  const written = wordsOf(now);

  useEffect(() => {
    if (now.intent.kind !== "new") field.current?.focus();
  }, [now.intent, field]);

  const size = textSize.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text and the size of its letters
  useLayoutEffect(() => {
    const at = field.current;
    if (!at) return;
    at.style.height = "auto";
    at.style.height = `${Math.min(highestPx, at.scrollHeight)}px`;
  }, [written.text, field, size]);

  const write = (next: Written) => draft.set((before) => withWords(before, next));

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

  return { intent: now.intent, written, write, put };
}
export type Writing = ReturnType<typeof useWriting>;
