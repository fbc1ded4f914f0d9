import { type KeyboardEvent, type RefObject, useLayoutEffect } from "react";
import type { Words } from "../../api/taskTalk";
import { useKept } from "../../base/kept";
import { enterSends } from "../../base/preferences";
import { useMentions } from "../../message/MentionList";
import { useRoom } from "../../session/hooks";
import type { Person } from "../../session/people";
import { useTasks } from "./context";

const highestPx = 240;
type Named = Pick<Person, "id" | "name">;

export interface Drafting {
  /** What the draft is kept by. */
  readonly of: string;
  /** What it says already. */
  readonly first?: Words;
  readonly send: (words: Words) => void;
  /** Gives it up; absent where one writes something new. */
  readonly cancel?: () => void;
  /** The arrow upwards in an empty field. */
  readonly up?: () => void;
}

/** What is being written, and whom it calls; kept as long as the tab lives. */
function useDraft(key: string, first: Words | undefined) {
  const { personOf } = useTasks();
  const [text, write] = useKept(`tasks.comment.${key}`, first?.text);
  const [kept, keep] = useKept(`tasks.named.${key}`);
  const named: readonly Named[] = kept
    ? (JSON.parse(kept) as Named[])
    : (first?.mentions ?? []).map((id) => ({ id, name: personOf(id).name }));
  return {
    text,
    write,
    name: (next: Named) => keep(JSON.stringify([...named.filter((n) => n.id !== next.id), next])),
    words: (): Words => ({
      text: text.trim(),
      mentions: named.filter((n) => text.includes(`@${n.name}`)).map((n) => n.id),
    }),
    clear: () => {
      write("");
      keep("");
    },
  };
}

/** A comment in the making: its words, whom it calls, and what keys do. */
export function useCommentDraft(
  field: RefObject<HTMLTextAreaElement | null>,
  { of, first, send, cancel, up }: Drafting,
) {
  const { space, me } = useTasks();
  const { room } = useRoom(space.space_id);
  const enter = enterSends.use();
  const { text, write, name, words, clear } = useDraft(of, first);
  const put = (from: number, to: number, said: string, _?: [number, number], named?: Named) => {
    write(text.slice(0, from) + said + text.slice(to));
    if (named) name(named);
    requestAnimationFrame(() => field.current?.setSelectionRange(from + said.length, from + said.length));
  };
  const mentions = useMentions(field, text, put, { room, me });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const at = field.current;
    if (!at) return;
    at.style.height = "auto";
    at.style.height = `${Math.min(highestPx, at.scrollHeight)}px`;
  }, [text]);
  const submit = () => {
    if (words().text === "") return;
    send(words());
    clear();
  };
  const stop = () => {
    clear();
    cancel?.();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing || mentions.onKey(e)) return;
    const mod = e.ctrlKey || e.metaKey;
    if (e.key === "Enter" && (enter ? !e.shiftKey && !e.altKey : mod)) submit();
    else if (e.key === "Escape" && cancel) stop();
    else if (e.key === "ArrowUp" && text === "" && up) up();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return { text, write, mentions, submit, stop, onKeyDown };
}
