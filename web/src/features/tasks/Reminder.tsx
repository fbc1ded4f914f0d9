import { NativeSelect } from "@mantine/core";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type ReminderWish, reminder } from "../../api/taskReminders";
import type { Task } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { TimeField } from "../../ui/DateField";
import { useTasks } from "./context";
import { useKeptLine } from "./Days";
import { Property } from "./Property";
import { queue } from "./queue";
import s from "./tasks.module.css";
import { pending } from "./wishes";

const hourMinutes = 60;
const usualMinute = 9 * hourMinutes;
const offered: readonly number[] = [0, 1, 2, 3, 7, 14, 30];

function daysWords(days: number, t: T): string {
  if (days === 0) return t("reminders.sameDay");
  if (days === 1) return t("reminders.dayBefore");
  return t("reminders.before", { count: days });
}

const two = (n: number) => `${n}`.padStart(2, "0");
const clockOf = (minute: number): string => `${two(Math.floor(minute / hourMinutes))}:${two(minute % hourMinutes)}`;
const minuteOf = (clock: string): number | null => {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours === undefined || minutes === undefined ? null : hours * hourMinutes + minutes;
};

/** When I am reminded: what the server told, and over it what I wish. */
function useReminder(of: Task) {
  const { t } = useTranslation();
  const { wishes } = useTasks();
  const [asked, again, put] = useAsked<ReminderWish | null>(useCallback(() => reminder(of.id), [of.id]));
  const mine = wishes.findLast((w) => w.task === of.id && w.remind !== undefined && pending(w));
  const waits = mine !== undefined;
  const waited = useRef(false);
  useEffect(() => {
    if (waited.current && !waits) again();
    waited.current = waits;
  }, [waits, again]);
  const known = asked.state === "here" ? asked.value : null;
  const now = mine ? (mine.remind ?? null) : known;
  const wish = (next: ReminderWish | null) => {
    put(next);
    queue.now()?.remind(of, next);
  };
  const set = (next: ReminderWish | null) => {
    wish(next);
    say(next ? t("reminders.set") : t("reminders.dropped"), () => wish(now));
  };
  return { here: asked.state === "here" || waits, now, set };
}

function Clock({ of, set }: { of: ReminderWish; set: (next: ReminderWish) => void }) {
  const { t } = useTranslation();
  const line = useKeptLine(clockOf(of.minute), (written) => {
    const minute = minuteOf(written);
    if (minute !== null) set({ ...of, minute });
  });
  return <TimeField className={s.clock ?? ""} aria-label={t("reminders.at")} {...line} />;
}

/** When I want to hear of a task before its day. Everybody has their own. */
export function ReminderField({ of }: { of: Task }) {
  const { t } = useTranslation();
  const { here, now, set } = useReminder(of);
  if (!here || of.archived) return null;
  const days = now && !offered.includes(now.days_before) ? [...offered, now.days_before] : offered;
  const choose = (said: string) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    set(said === "" ? null : { minute: usualMinute, ...now, zone, days_before: Number(said) });
  };
  return (
    <Property name={t("reminders.name")}>
      <NativeSelect
        className={s.before ?? ""}
        aria-label={t("reminders.name")}
        value={now ? `${now.days_before}` : ""}
        onChange={(e) => choose(e.currentTarget.value)}
        data={[
          { value: "", label: t("reminders.none") },
          ...[...days].sort((a, b) => a - b).map((one) => ({ value: `${one}`, label: daysWords(one, t) })),
        ]}
      />
      {now ? <Clock of={now} set={set} /> : null}
      {now ? (
        <span className={`dim small ${s.hint}`}>{of.due ? t("reminders.own") : t("reminders.undated")}</span>
      ) : null}
    </Property>
  );
}
