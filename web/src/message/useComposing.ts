import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { enterSends } from "../base/preferences";
import { isMeasured, measure, reword, say, sendFiles, typing } from "../session/act";
import type { Relation, Written } from "../session/content";
import { finished, quoted } from "../session/drafts";
import type { Message } from "../session/message";
import type { Person } from "../session/people";
import { continued, type Format, formatted } from "./format";
import { useGiveUp } from "./IntentLine";
import { useMentions } from "./MentionList";
import { useTalk } from "./talk";
import { type Attaching, useAttaching } from "./useAttaching";
import { useWriting, type Writing } from "./useWriting";

export interface ComposingProps {
  /** Latest event of the discussion. */
  readonly threadLast?: string | undefined;
  /** The last message of mine that can be written anew. */
  readonly lastOfMine: () => Message | null;
  readonly onSent: () => void;
  /** What the words become, and what else is said with them, where they are more than a message. */
  readonly dressed?: (words: Written) => { readonly words: Written; readonly more: Readonly<Record<string, unknown>> };
}

/** Sends what is written and attached; new words of an old message leave the files where they are. */
function useSubmit(
  field: RefObject<HTMLTextAreaElement | null>,
  { written, intent }: Writing,
  files: Attaching,
  { threadLast, onSent, dressed }: ComposingProps,
) {
  const { room, thread, draft } = useTalk();
  const relation = (): Relation => ({
    ...(thread ? { thread } : {}),
    ...(threadLast ? { threadLast } : {}),
    ...(intent.kind === "reply" ? { replyTo: { id: intent.to.id, sender: intent.to.sender } } : {}),
  });
  const looking = useRef(false);
  /** Sends once every file was looked over; who presses again meanwhile sends nothing more. */
  const whenMeasured = async (files: readonly File[], due?: number): Promise<boolean> => {
    if (looking.current) return false;
    looking.current = true;
    await Promise.all(files.map(measure)).finally(() => {
      looking.current = false;
    });
    return latest.current(due);
  };
  /** True once it is in the outbox; false where there was nothing to send. `due`: when it is sent, where that is not now. */
  const submit = async (due?: number): Promise<boolean> => {
    const plainWords = { ...written, text: written.text.trim() };
    const { words, more } =
      dressed && intent.kind !== "edit" ? dressed(plainWords) : { words: plainWords, more: undefined };
    const related = more ? { ...relation(), more } : relation();
    let added: Promise<void> | undefined;
    if (intent.kind === "edit") {
      if (!words.text) return false;
      if (words.text !== intent.of.source?.text) added = reword(room.roomId, intent.of, words);
    } else {
      // Nothing leaves the composer before it can go to the outbox in the same breath.
      const unknown = files.all.map((a) => a.file).filter((file) => !isMeasured(file));
      if (unknown.length > 0) return whenMeasured(unknown, due);
      const { files: chosen, gone } = files.take();
      if (chosen.length > 0) added = sendFiles(room.roomId, chosen, words, related, due).then(gone);
      else if (words.text) added = say(room.roomId, words, related, due);
      else return false;
      if (due === undefined) onSent();
    }
    draft.set((before) => finished(before, true));
    typing(room.roomId, false);
    field.current?.focus();
    await added;
    return true;
  };
  const latest = useRef(submit);
  useEffect(() => {
    latest.current = submit;
  });
  return submit;
}

/** What changes the text from outside the keyboard. */
function usePutting(field: RefObject<HTMLTextAreaElement | null>, { written, put }: Writing, look: () => void) {
  const format = (how: Format) => {
    const at = field.current;
    if (!at) return;
    const change = formatted(written.text, at.selectionStart, at.selectionEnd, how);
    put(change.from, change.to, change.text, change.select);
  };
  /** True when the new line went on with a list. */
  const nextPoint = (): boolean => {
    const at = field.current;
    const change = at && at.selectionStart === at.selectionEnd ? continued(written.text, at.selectionStart) : null;
    if (change) put(change.from, change.to, change.text, change.select);
    return change !== null;
  };
  const picked = (): string => written.text.slice(field.current?.selectionStart, field.current?.selectionEnd);
  const insert = (text: string) => {
    const at = field.current;
    put(at?.selectionStart ?? written.text.length, at?.selectionEnd ?? written.text.length, text);
  };
  const mention = () => {
    insert(/(^|\s)$/.test(written.text) ? "@" : " @");
    requestAnimationFrame(() => requestAnimationFrame(look));
  };
  const call = ({ id, name }: Person) => {
    const at = field.current?.selectionStart ?? written.text.length;
    const apart = /(^|\s)$/.test(written.text.slice(0, at)) ? "" : " ";
    put(at, field.current?.selectionEnd ?? at, `${apart}@${name} `, undefined, { id, name });
  };
  return { format, nextPoint, picked, insert, mention, call };
}

/** A message in the making: its words, its files, and what can be done with them. */
export function useComposing(props: ComposingProps) {
  const talk = useTalk();
  const { draft, puts } = talk;
  const enter = enterSends.use();
  const field = useRef<HTMLTextAreaElement>(null);
  const words = useWriting(field);
  const files = useAttaching(field);
  const mentions = useMentions(field, words.written.text, words.put, talk);
  const putting = usePutting(field, words, mentions.look);
  const submit = useSubmit(field, words, files, props);
  const giveUp = useGiveUp();
  const { intent, written } = words;
  useEffect(() => puts({ attach: files.add, mention: putting.call }));

  const openLast = (): boolean => {
    const mine = written.text === "" && intent.kind === "new" && files.all.length === 0 ? props.lastOfMine() : null;
    if (mine) draft.set((before) => ({ ...before, intent: { kind: "edit", of: quoted(mine) } }));
    return mine !== null;
  };
  const stop = (): boolean => {
    if (files.all.length > 0 && intent.kind !== "edit") files.giveUp();
    else if (intent.kind !== "new") giveUp();
    else return false;
    return true;
  };
  /** True when the key was for the composer. */
  const act = (e: KeyboardEvent): boolean => {
    const mod = e.ctrlKey || e.metaKey;
    if (e.key === "Enter" && (enter ? !e.shiftKey && !e.altKey : mod)) void submit();
    else if (e.key === "Enter" && !mod && !e.altKey) return putting.nextPoint();
    else if (e.key === "ArrowUp") return openLast();
    else if (e.key === "Escape") return stop();
    else if (mod && !e.shiftKey && !e.altKey && (e.key === "b" || e.key === "i"))
      putting.format(e.key === "b" ? "bold" : "italic");
    else return false;
    return true;
  };
  const onKey = (e: KeyboardEvent) => {
    if (!e.nativeEvent.isComposing && !mentions.onKey(e) && act(e)) e.preventDefault();
  };
  return { field, words, files, mentions, submit, onKey, ...putting };
}
export type Composing = ReturnType<typeof useComposing>;
