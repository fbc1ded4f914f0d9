import type { Room } from "matrix-js-sdk";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { joined, type Person } from "../session/people";
import { matches } from "../shell/match";
import { Face, Outsider } from "../ui/parts";
import s from "./composer.module.css";
import type { Writing } from "./useWriting";

const shownAtMost = 6;
/** The word being typed after an at sign. */
const typedMention = /(?:^|[\s(])@([^\s@]*(?: [^\s@]*)?)$/;

/** Completion of names: the persons of a room whose name begins like what follows the at sign. */
export function useMentions(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  put: Writing["put"],
  { room, me }: { readonly room: Room | null; readonly me: string },
) {
  const [typed, setTyped] = useState<{ query: string; start: number } | null>(null);
  const [at, setAt] = useState(0);
  const found: Person[] =
    typed && room
      ? joined(room)
          .filter((p) => p.id !== me && matches(typed.query, p.name, p.id))
          .slice(0, shownAtMost)
      : [];
  const open = found.length > 0;

  const look = () => {
    const here = field.current;
    if (!here || here.selectionStart !== here.selectionEnd) return setTyped(null);
    const hit = typedMention.exec(here.value.slice(0, here.selectionStart));
    const next = hit ? { query: hit[1]!, start: here.selectionStart - hit[1]!.length - 1 } : null;
    if (next?.query !== typed?.query) setAt(0);
    setTyped(next);
    if (next && !typed) void room?.loadMembersIfNeeded().catch(() => undefined);
  };
  const close = () => setTyped(null);
  const choose = (person: Person) => {
    if (!typed) return;
    const end = typed.start + 1 + typed.query.length;
    const after = text.slice(end).startsWith(" ") ? "" : " ";
    put(typed.start, end, `@${person.name}${after}`, undefined, { id: person.id, name: person.name });
    setTyped(null);
  };
  /** True when the key was for the list. */
  const onKey = (e: KeyboardEvent): boolean => {
    if (!open) return false;
    if (e.key === "ArrowDown" || e.key === "ArrowUp")
      setAt((at + (e.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    else if ((e.key === "Enter" && !e.shiftKey) || e.key === "Tab") choose(found[Math.min(at, found.length - 1)]!);
    else if (e.key === "Escape") close();
    else return false;
    e.preventDefault();
    e.stopPropagation();
    return true;
  };
  return { open, found, at: Math.min(at, Math.max(0, found.length - 1)), look, close, choose, onKey };
}

export function MentionList({ id, of }: { id: string; of: ReturnType<typeof useMentions> }) {
  const { t } = useTranslation();
  return (
    <div className={s.pop}>
      <p className={`label ${s.popHead}`}>{t("rooms.mention.people")}</p>
      <div id={id} role="listbox" aria-label={t("rooms.mention.people")}>
        {of.found.map((p, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that owns the list
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={p.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === of.at}
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => of.choose(p)}
          >
            <Face of={p} size={26} />
            <span className="cut grow">
              <span className={s.name}>{p.name}</span> <span className="dim small">{p.id}</span>
            </span>
            <Outsider id={p.id} />
          </div>
        ))}
      </div>
    </div>
  );
}
