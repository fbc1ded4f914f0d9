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
  return { line, wrong, put };
}

interface DateFieldProps extends WrittenProps {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/**
 * A day, as `2026-11-24`: it is written as on paper, in the form of the language, or chosen in a calendar, which the arrow down opens.
 * The browser's own field would have the form of the browser's language.
 */
export function DateField({ min, max, value, onChange, onDone, error, disabled, ...rest }: DateFieldProps) {
  const { t } = useTranslation();
  const { line, wrong, put } = useWritten({ value, onChange, onDone }, dayWay);
  const [open, show] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const choose = (day: string) => {
    show(false);
    put(day);
    field.current?.focus();
  };
  const calendar = (
    <Popover opened={open} onChange={show} trapFocus returnFocus withinPortal position="bottom-end" shadow="none">
      <Popover.Target>
        <ActionIcon
          size={26}
          aria-label={t("ui.calendar.open")}
          disabled={disabled ?? false}
          onClick={() => show(!open)}
        >
          <IconCalendar size={17} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        {open ? <Calendar value={value} min={min} max={max} choose={choose} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
  return (
    <TextInput
      ref={field}
      autoComplete="off"
      placeholder={t("ui.date.form")}
      rightSection={calendar}
      {...rest}
      {...line}
      disabled={disabled ?? false}
      error={error ?? (wrong ? t("ui.date.wrong") : null)}
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
  const { line, wrong, put } = useWritten({ value, onChange, onDone }, timeWay);
  const message: ReactNode = error ?? (wrong ? t("ui.time.wrong") : null);
  return (
    <TextInput
      autoComplete="off"
      placeholder={t("ui.time.form")}
      className={s.time ?? ""}
      {...rest}
      {...line}
      error={message}
      data-unread={wrong || undefined}
      onKeyDown={(e) => {
        const by = e.key === "ArrowUp" ? step : e.key === "ArrowDown" ? -step : 0;
        if (by === 0) return line.onKeyDown(e);
        e.preventDefault();
        put(timeLater(value || "08:00", by));
      }}
    />
  );
}
