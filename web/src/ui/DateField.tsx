import { ActionIcon, Popover, TextInput, type TextInputProps } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { dayRead, dayShown, timeLater, timeRead, timeShown } from "../i18n/days";
import { Calendar } from "./Calendar";
import s from "./date.module.css";

type Kept = Omit<TextInputProps, "value" | "onChange" | "onBlur" | "onKeyDown" | "type" | "min" | "max">;

interface WrittenProps extends Kept {
  /** As programs keep it; empty for none. */
  readonly value: string;
  readonly onChange?: ((next: string) => void) | undefined;
  /** It is written, or chosen, and left. */
  readonly onDone?: ((next: string) => void) | undefined;
}

interface Way {
  readonly shown: (value: string) => string;
  /** `whole`: somebody may go on writing. */
  readonly read: (text: string, whole: boolean) => string | null;
}

const dayWay: Way = { shown: dayShown, read: dayRead };
const timeWay: Way = { shown: timeShown, read: (text) => timeRead(text) };

/** A field in which people write as they do on paper: what is no day, or no time, stays there and is said. */
function useWritten({ value, onChange, onDone }: WrittenProps, { shown, read }: Way) {
  const [text, write] = useState<string | null>(null);
  const [wrong, tell] = useState(false);
  const give = (next: string) => {
    if (next !== value) onChange?.(next);
  };
  /** Takes what is written; false when that is nothing. */
  const settle = (): boolean => {
    if (text === null) return true;
    const next = read(text, false);
    tell(next === null);
    if (next === null) return false;
    give(next);
    write(null);
    return true;
  };
  const put = (next: string) => {
    tell(false);
    write(null);
    give(next);
    onDone?.(next);
  };
  const leave = () => {
    const next = text === null ? value : read(text, false);
    if (settle() && next !== null && text !== null) onDone?.(next);
  };
  const line = {
    value: text ?? shown(value),
    onChange: (e: { currentTarget: { value: string } }) => {
      const typed = e.currentTarget.value;
      write(typed);
      tell(false);
      const next = read(typed, true);
      if (next !== null) give(next);
    },
    onBlur: leave,
    onKeyDown: (e: KeyboardEvent<HTMLInputElement>) => {
      if (e.key !== "Enter") return;
      if (onDone) {
        e.preventDefault();
        e.currentTarget.blur();
      } else if (!settle()) e.preventDefault();
    },
  };
  /** As it is written now; null, which is said, while that is nothing. */
  const now = (): string | null => {
    const next = text === null ? value : read(text, false);
    tell(next === null);
    return next;
  };
  return { line, wrong, put, now };
}

/** What is wrong is read aloud as soon as it is said. */
const aloud = { role: "alert" } as const;

type DateFieldProps = WrittenProps & {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** It stands in a cell of a table: its calendar is opened by the arrow down, and is no stop of its own. */
  readonly cell?: boolean;
} & ({ readonly label: string } | { readonly "aria-label": string });

/** Why a day may not be chosen; null for others. */
function useOutside({ value, min, max }: Pick<DateFieldProps, "value" | "min" | "max">): string | null {
  const { t } = useTranslation();
  if (value && min && value < min) return t("ui.date.early", { day: dayShown(min) });
  if (value && max && value > max) return t("ui.date.late", { day: dayShown(max) });
  return null;
}

/**
 * A day, as `2026-11-24`: it is written as on paper, in the form of the language, or chosen in a calendar, which the arrow down opens.
 * The browser's own field would have the form of the browser's language.
 */
export function DateField({ min, max, value, onChange, onDone, error, disabled, cell, ...rest }: DateFieldProps) {
  const { t } = useTranslation();
  const { line, wrong, put } = useWritten({ value, onChange, onDone }, dayWay);
  const [open, show] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const outside = useOutside({ value: disabled ? "" : value, min, max });
  const said = wrong ? t("ui.date.wrong") : outside;
  const name = rest["aria-label"] ?? `${rest.label}`;
  const choose = (day: string) => {
    show(false);
    put(day);
    field.current?.focus();
  };
  const calendar = (
    <Popover opened={open} onChange={show} trapFocus returnFocus withinPortal position="bottom-end" shadow="none">
      <Popover.Target>
        <ActionIcon size={26} tabIndex={cell ? -1 : 0} disabled={disabled ?? false} onClick={() => show(!open)}>
          <IconCalendar size={17} stroke={1.7} aria-hidden />
          <span className="hidden">{t("ui.calendar.open", { name })}</span>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        {open ? <Calendar name={name} value={value} min={min} max={max} choose={choose} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
  return (
    <TextInput
      ref={field}
      autoComplete="off"
      placeholder={t("ui.date.form")}
      aria-description={t("ui.date.wrong")}
      rightSection={calendar}
      {...rest}
      {...line}
      disabled={disabled ?? false}
      // What is written now is said before what was wrong with another day.
      error={wrong ? said : (error ?? said)}
      {...(said ? { errorProps: aloud } : {})}
      data-unread={wrong || undefined}
      onKeyDown={(e) => {
        if (e.key === "ArrowDown") {
          e.preventDefault();
          show(true);
        } else line.onKeyDown(e);
      }}
    />
  );
}

/** Minutes that an arrow adds or takes away. */
const step = 15;

/** A time, as `09:40`: it is written as on paper, and moved by the arrows. */
export function TimeField({ value, onChange, onDone, error, ...rest }: WrittenProps) {
  const { t } = useTranslation();
  const { line, wrong, put, now } = useWritten({ value, onChange, onDone }, timeWay);
  const message: ReactNode = wrong ? t("ui.time.wrong") : error;
  return (
    <TextInput
      autoComplete="off"
      placeholder={t("ui.time.form")}
      aria-description={t("ui.time.wrong")}
      className={s.time ?? ""}
      {...rest}
      {...line}
      error={message}
      {...(wrong ? { errorProps: aloud } : {})}
      data-unread={wrong || undefined}
      onKeyDown={(e) => {
        const by = e.key === "ArrowUp" ? step : e.key === "ArrowDown" ? -step : 0;
        if (by === 0) return line.onKeyDown(e);
        e.preventDefault();
        const from = now();
        if (from !== null) put(timeLater(from || "08:00", by));
      }}
    />
  );
}
