import { ActionIcon, Button } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { dateOf, dayOf, daysLater, isoDay, monthName, monthsLater, msOfDay, weekdayName } from "../i18n/dates";
import s from "./date.module.css";

const weekDays = 7;
const weeksMax = 6;

/** Where the days of a month begin in a table of weeks: on its first day, or the Monday before. */
function firstShown(month: string): string {
  const first = `${month}-01`;
  return daysLater(first, -((new Date(msOfDay(first)).getDay() + weekDays - 1) % weekDays));
}

const otherMonth = (day: string, by: number): string => isoDay(monthsLater(msOfDay(day), by));

/** The day to which a key leads from another one; null for other keys. */
function moved(key: string, from: string): string | null {
  const column = (new Date(msOfDay(from)).getDay() + weekDays - 1) % weekDays;
  switch (key) {
    case "ArrowLeft":
      return daysLater(from, -1);
    case "ArrowRight":
      return daysLater(from, 1);
    case "ArrowUp":
      return daysLater(from, -weekDays);
    case "ArrowDown":
      return daysLater(from, weekDays);
    case "Home":
      return daysLater(from, -column);
    case "End":
      return daysLater(from, weekDays - 1 - column);
    case "PageUp":
      return otherMonth(from, -1);
    case "PageDown":
      return otherMonth(from, 1);
    default:
      return null;
  }
}

interface CalendarProps {
  /** Of the field. */
  readonly name: string;
  /** The day that is chosen; empty for none. */
  readonly value: string;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly choose: (day: string) => void;
}

/** The days of a month, one of which is chosen: by the arrows, a week up or down, and by *Page* a month. */
export function Calendar({ name, value, min, max, choose }: CalendarProps) {
  const { t } = useTranslation();
  const today = isoDay(Date.now());
  const fits = (day: string) => (!min || day >= min) && (!max || day <= max);
  // A day that may not be chosen cannot have the focus.
  const near = (day: string) => (min && day < min ? min : max && day > max ? max : day);
  const [at, move] = useState(near(value || today));
  const grid = useRef<HTMLTableElement>(null);
  const held = useRef(true);
  const month = at.slice(0, -3);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another day takes the focus from the one before
  useEffect(() => {
    if (held.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [at]);
  const keys = (e: KeyboardEvent) => {
    const next = moved(e.key, at);
    if (!next) return;
    e.preventDefault();
    held.current = true;
    move(near(next));
  };
  const turn = (by: number) => () => {
    held.current = false;
    move(near(otherMonth(at, by)));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its keys are no keys of what the field stands in
    <div className={s.calendar} onKeyDown={(e) => e.key !== "Tab" && e.stopPropagation()}>
      <div className={s.month}>
        <ActionIcon aria-label={t("ui.calendar.before")} onClick={turn(-1)} {...own}>
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <b aria-live="polite">
          {monthName(Number(month.slice(-2)))} {month.slice(0, -3)}
        </b>
        <ActionIcon aria-label={t("ui.calendar.after")} onClick={turn(1)} {...own}>
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of days of which one is chosen is a grid */}
      <table ref={grid} role="grid" aria-label={t("ui.calendar", { name })} onKeyDown={keys}>
        <thead>
          <tr>
            {Array.from({ length: weekDays }, (_, i) => (
              <th key={weekdayName(i)} scope="col" abbr={weekdayName(i)}>
                {weekdayName(i).slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <Weeks month={month} at={at} value={value} fits={fits} choose={choose} />
      </table>
      <Button size="xs" variant="subtle" disabled={!fits(today)} onClick={() => choose(today)} {...own}>
        {t("ui.calendar.today", { date: dateOf(Date.now()) })}
      </Button>
    </div>
  );
}

interface WeeksProps extends Pick<CalendarProps, "value" | "choose"> {
  readonly month: string;
  /** The day that has the focus. */
  readonly at: string;
  readonly fits: (day: string) => boolean;
}

function Weeks({ month, at, value, fits, choose }: WeeksProps) {
  const today = isoDay(Date.now());
  const first = firstShown(month);
  const weeks = Array.from({ length: weeksMax }, (_, week) =>
    Array.from({ length: weekDays }, (_, day) => daysLater(first, week * weekDays + day)),
  ).filter((week) => week.some((day) => day.startsWith(month)));
  return (
    <tbody>
      {weeks.map((week) => (
        <tr key={week[0]}>
          {week.map((day) => (
            <td key={day}>
              <button
                type="button"
                className={s.day}
                tabIndex={day === at ? 0 : -1}
                data-autofocus={day === at || undefined}
                aria-label={dayOf(msOfDay(day))}
                aria-pressed={day === value}
                aria-current={day === today ? "date" : undefined}
                data-beside={!day.startsWith(month) || undefined}
                disabled={!fits(day)}
                onClick={() => choose(day)}
                {...own}
              >
                {Number(day.slice(-2))}
              </button>
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

/** *Escape* takes the calendar away, and not the dialog around it. */
const own = { "data-mantine-stop-propagation": "true" } as const;
