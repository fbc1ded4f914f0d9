import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Card } from "../../api/tasks";
import type { T } from "../../i18n";
import { dayOf, isoDay, msOfDay } from "../../i18n/dates";
import { DateField } from "../../ui/DateField";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { type OfTask, Property } from "./Property";
import s from "./tasks.module.css";
import { dueWords, isLate } from "./words";

export const dayMin = "1970-01-01";
export const dayMax = "2200-12-31";
/** A day that a task may have, or none. */
export const dayFits = (day: string): boolean => day === "" || (day >= dayMin && day <= dayMax);
const dayMs = 86_400_000;
const keep = (e: KeyboardEvent<HTMLElement>) => {
  if (e.key !== "Enter" || e.nativeEvent.isComposing) return;
  e.preventDefault();
  e.currentTarget.blur();
};

/** From one day to another, both counted. */
export const daysBetween = (start: string, due: string): number =>
  Math.round((msOfDay(due) - msOfDay(start)) / dayMs) + 1;

/** The day on which so many days have passed, the first counted. */
export function dayAfter(start: string, days: number): string {
  const at = new Date(msOfDay(start));
  at.setDate(at.getDate() + days - 1);
  return isoDay(at.getTime());
}

/** What is kept when one leaves the field in which it is written. */
export function useKeptLine(known: string, keepIt: (written: string) => void) {
  const [written, write] = useState(known);
  useEffect(() => write(known), [known]);
  return { value: written, onChange: write, onDone: (said: string) => said !== known && keepIt(said) };
}

/** A field whose text is kept when one leaves it. */
export function useLine(known: string, keepIt: (written: string) => void) {
  const { value, onChange, onDone } = useKeptLine(known, keepIt);
  return {
    value,
    onChange: (e: { currentTarget: { value: string } }) => onChange(e.currentTarget.value),
    onBlur: () => onDone(value),
    onKeyDown: keep,
  };
}

/** How a day looks in a cell, where nothing is drawn around it until somebody is there. */
export const inCell = { section: s.cellPick ?? "", error: s.cellWrong ?? "" };

/** Why a task cannot have a day; null where it can. */
function dayWrong(field: "start" | "due", day: string, { start, due }: Pick<Card, "start" | "due">, t: T) {
  if (day === "") return null;
  if (!dayFits(day)) return t("tasks.dayWrong");
  if (field === "due") return start && day < start ? t("tasks.dueWrong") : null;
  return due && due < day ? t("tasks.startWrong") : null;
}

/** A field for a day of a task: an impossible one is not kept, and what is wrong with it is said when one leaves it. */
export function useDayLine(of: Card, field: "start" | "due") {
  const { t } = useTranslation();
  const { set } = useActs();
  const [wrong, tell] = useState<string | null>(null);
  const { onChange, ...line } = useKeptLine(of[field] ?? "", (written) => {
    const said = dayWrong(field, written, of, t);
    tell(said);
    if (!said) set(of, { [field]: written || null });
  });
  const change = (day: string) => {
    tell(null);
    onChange(day);
  };
  return { line: { ...line, onChange: change }, wrong };
}

export function DayField({ of, mine, field }: OfTask & { field: "start" | "due" }) {
  const { t } = useTranslation();
  const { today } = useTasks();
  const value = of[field];
  const { line, wrong } = useDayLine(of, field);
  const name = field === "start" ? t("tasks.field.start") : t("tasks.field.due");
  if (!mine && !value) return null;
  const late = field === "due" && isLate(of, today);
  return (
    <Property name={name}>
      {mine ? (
        <DateField className={s.field ?? ""} aria-label={name} min={dayMin} max={dayMax} error={wrong} {...line} />
      ) : value ? (
        dayOf(msOfDay(value))
      ) : null}
      {value && field === "due" ? (
        <span className={late ? s.late : "dim small"}>{late ? t("tasks.late") : dueWords(value, t)}</span>
      ) : null}
    </Property>
  );
}

/** How many days a task takes: who changes it moves its end. */
export function DurationField({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const { set } = useActs();
  const { start, due } = of;
  const days = start && due ? daysBetween(start, due) : null;
  const line = useLine(days === null ? "" : `${days}`, (written) => {
    const next = Math.round(Number(written));
    if (start && next >= 1 && dayAfter(start, next) <= dayMax) set(of, { due: dayAfter(start, next) });
  });
  if (!start || (!mine && days === null)) return null;
  const name = t("tasks.field.duration");
  return (
    <Property name={name}>
      {mine ? (
        <>
          <TextInput className={s.short ?? ""} type="number" min={1} aria-label={name} {...line} />
          <span className="dim small">{t("tasks.days", { count: days ?? 0 })}</span>
        </>
      ) : (
        `${days} ${t("tasks.days", { count: days ?? 0 })}`
      )}
    </Property>
  );
}
