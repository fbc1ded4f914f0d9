import { Button, Textarea } from "@mantine/core";
import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Task } from "../../api/tasks";
import { useEdited } from "../../base/kept";
import { Formatted } from "../../message/Formatted";
import { say } from "../../shell/toast";
import { useActs } from "./acts";
import { useFocused } from "./Section";
import s from "./tasks.module.css";
import { titleMax } from "./words";

const descriptionMax = 20_000;

/** A text of a task that somebody writes in: based on the version at which they began. */
function useWritten(of: Task, field: "title" | "description") {
  const { set } = useActs();
  const edited = useEdited(`tasks.${of.id}.${field}`, of[field]);
  const base = useRef<number | null>(null);
  return {
    ...edited,
    write: (next: string) => {
      base.current ??= of.version;
      edited.write(next);
    },
    save: () => {
      const said = field === "title" ? edited.value.trim().replace(/\s+/g, " ") : edited.value;
      if (said !== of[field] && (field === "description" || said !== ""))
        set(of, { [field]: said }, undefined, base.current ?? undefined);
      else edited.write(of[field]);
      base.current = null;
    },
    back: () => {
      base.current = null;
      edited.write(of[field]);
    },
  };
}

/** What a task is called. Enter keeps it, Escape brings back what was there. */
export function Title({ of, mine }: { of: Task; mine: boolean }) {
  const { t } = useTranslation();
  const { value, write, save, back } = useWritten(of, "title");
  if (!mine) return <h3>{of.title}</h3>;
  const onKeyDown = (e: KeyboardEvent<HTMLTextAreaElement>) => {
    if (e.nativeEvent.isComposing) return;
    if (e.key === "Escape" && value !== of.title) {
      e.preventDefault();
      back();
    }
    if (e.key !== "Enter") return;
    e.preventDefault();
    e.currentTarget.blur();
  };
  return (
    <Textarea
      className={s.name ?? ""}
      aria-label={t("tasks.field.title")}
      autosize
      minRows={1}
      maxLength={titleMax}
      value={value}
      onChange={(e) => write(e.target.value)}
      onBlur={save}
      onKeyDown={onKeyDown}
    />
  );
}

/** A click on words is meant for them; one on a link, or one that selects, is not. */
const meantToWrite = (e: MouseEvent<HTMLElement>): boolean =>
  !(e.target as Element).closest("a, summary") && (getSelection()?.isCollapsed ?? true);

interface WritingProps {
  readonly value: string;
  readonly open: boolean;
  readonly write: (next: string) => void;
  readonly begin: () => void;
  /** `kept`: it is to be as it was written. */
  readonly end: (kept: boolean) => void;
}

/** The field of a description: who leaves it has kept it, Escape brings back what was there. */
function Writing({ value, open, write, begin, end }: WritingProps) {
  const { t } = useTranslation();
  const field = useFocused<HTMLTextAreaElement>(open);
  return (
    <>
      <Textarea
        ref={field}
        aria-label={t("tasks.field.description")}
        placeholder={t("tasks.describe")}
        description={open ? t("tasks.describeHint") : undefined}
        inputWrapperOrder={["input", "description"]}
        autosize
        minRows={open ? 4 : 1}
        maxRows={20}
        maxLength={descriptionMax}
        value={value}
        onFocus={begin}
        onChange={(e) => write(e.target.value)}
        onKeyDown={(e) => {
          if (e.nativeEvent.isComposing) return;
          const sent = e.key === "Enter" && (e.ctrlKey || e.metaKey);
          if (!sent && e.key !== "Escape") return;
          e.preventDefault();
          end(sent);
        }}
      />
      {open ? (
        <div className={s.more} style={{ marginTop: "var(--s-2)" }}>
          <Button size="xs" onClick={() => end(true)}>
            {t("tasks.keep")}
          </Button>
          <Button size="xs" variant="subtle" data-quiet onClick={() => end(false)}>
            {t("ui.cancel")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** What is to be said of a task beyond its title: formatted, and written where it stands. */
export function Description({ of, mine }: { of: Task; mine: boolean }) {
  const { t } = useTranslation();
  const { value, changed, write, save, back } = useWritten(of, "description");
  const [writing, begin] = useState(false);
  const open = writing || (changed && value !== of.description);
  if (!mine && of.description === "") return null;
  const end = (kept: boolean) => {
    if (kept) save();
    else if (value !== of.description) {
      back();
      const again = () => {
        write(value);
        begin(true);
      };
      say(t("tasks.describeLeft"), again);
    }
    begin(false);
  };
  return (
    <section
      className={s.sec}
      aria-label={t("tasks.field.description")}
      onBlur={(e) => open && !e.currentTarget.contains(e.relatedTarget) && end(true)}
    >
      <h4>
        {t("tasks.field.description")}
        {mine && !open && of.description !== "" ? (
          <button type="button" className="link small" onClick={() => begin(true)}>
            {t("tasks.edit")}
          </button>
        ) : null}
      </h4>
      {mine && (open || of.description === "") ? (
        <Writing value={value} open={open} write={write} begin={() => begin(true)} end={end} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the button above does the same
        // biome-ignore lint/a11y/useKeyWithClickEvents: the button above does the same
        <div className={mine ? s.written : undefined} onClick={(e) => mine && meantToWrite(e) && begin(true)}>
          <Formatted>{of.description}</Formatted>
        </div>
      )}
    </section>
  );
}
