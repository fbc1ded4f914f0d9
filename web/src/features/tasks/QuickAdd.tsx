import { TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ClipboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Column } from "../../api/tasks";
import { useKept } from "../../base/kept";
import { Dialog } from "../../ui/Dialog";
import { useActs } from "./acts";
import { useTasks } from "./context";
import s from "./tasks.module.css";
import { titleMax, titlesIn } from "./words";

/** More lines than that are not made at once. */
const linesMax = 200;
const shownMax = 8;

interface PastedProps {
  readonly of: readonly string[];
  readonly column: string;
  readonly close: () => void;
  readonly add: () => void;
}

/** Several lines at once become several tasks, when that was meant. */
function Pasted({ of, column, close, add }: PastedProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("tasks.paste", { count: of.length })} close={close} act={t("tasks.pasteAct")} submit={add}>
      <p>{t("tasks.pasteBody", { column })}</p>
      <ul>
        {of.slice(0, shownMax).map((one, i) => (
          <li key={i} className="cut">
            {one}
          </li>
        ))}
        {of.length > shownMax ? <li>{t("tasks.pasteMore", { count: of.length - shownMax })}</li> : null}
      </ul>
    </Dialog>
  );
}

/** The foot of a column: a line, and Enter makes a task of it and stays for the next one. */
export function QuickAdd({ column, opened, open }: { column: Column; opened: boolean; open: (o: boolean) => void }) {
  const { t } = useTranslation();
  const { space } = useTasks();
  const { make } = useActs();
  const [title, write] = useKept(`tasks.new.${space.space_id}.${column.id}`);
  const [pasted, paste] = useState<readonly string[] | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (opened) field.current?.focus();
  }, [opened]);
  const add = (titles: readonly string[]) => {
    make(
      titles.map((title) => ({ title, place: { column: column.id } })),
      t("tasks.announce.made", { count: titles.length, column: column.name }),
    );
    write("");
    paste(null);
  };
  const onPaste = (e: ClipboardEvent) => {
    const titles = titlesIn(e.clipboardData.getData("text/plain"));
    if (titles.length < 2) return;
    e.preventDefault();
    paste(titles.slice(0, linesMax));
  };
  if (!opened)
    return (
      <button type="button" className={s.quick} onClick={() => open(true)}>
        <IconPlus size={16} aria-hidden />
        {title ? t("tasks.addDraft") : t("tasks.add")}
        <span className="hidden">{t("tasks.inColumn", { column: column.name })}</span>
      </button>
    );
  return (
    <div className={s.adding}>
      <TextInput
        ref={field}
        aria-label={t("tasks.newIn", { column: column.name })}
        placeholder={t("tasks.newHint")}
        value={title}
        maxLength={titleMax}
        onChange={(e) => write(e.target.value)}
        onPaste={onPaste}
        onBlur={() => title === "" && pasted === null && open(false)}
        onKeyDown={(e) => {
          if (e.nativeEvent.isComposing) return;
          if (e.key === "Escape") open(false);
          if (e.key !== "Enter") return;
          e.preventDefault();
          if (title.trim()) add([title.trim()]);
        }}
        autoComplete="off"
      />
      {pasted ? <Pasted of={pasted} column={column.name} close={() => paste(null)} add={() => add(pasted)} /> : null}
    </div>
  );
}
