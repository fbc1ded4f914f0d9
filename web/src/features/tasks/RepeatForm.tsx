import { Checkbox, NativeSelect, NumberInput, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { T } from "../../i18n";
import { monthName, weekdayName } from "../../i18n/dates";
import { DateField } from "../../ui/DateField";
import { dayMax } from "./Days";
import { countMax, intervalMax, nths, type Rule, ruleOf, weekdayAt, workday, workdays } from "./repeatRule";
import { dayWords, nthWords, weekdayWords } from "./repeatWords";
import s from "./tasks.module.css";

interface PartProps {
  readonly of: Rule;
  readonly set: (next: Rule) => void;
  /** The day from which one goes on. */
  readonly day: string;
}

const units = ["DAILY", "WORKDAYS", "WEEKLY", "MONTHLY", "YEARLY"] as const;
type Unit = (typeof units)[number];
const weekLong = 7;
const monthsOfYear = 12;
const monthDays = 31;
const upTo = (n: number) => Array.from({ length: n }, (_, at) => at + 1);

const unitOf = ({ freq, days, interval }: Rule): Unit =>
  freq === "WEEKLY" && interval === 1 && days.join() === workdays.join() ? "WORKDAYS" : freq;

function unitName(of: Unit, t: T): string {
  switch (of) {
    case "DAILY":
      return t("repeats.unit.day");
    case "WORKDAYS":
      return t("repeats.unit.workday");
    case "WEEKLY":
      return t("repeats.unit.week");
    case "MONTHLY":
      return t("repeats.unit.month");
    case "YEARLY":
      return t("repeats.unit.year");
  }
}

/** Every how many; null of what comes on each of its days. */
function Interval({ of, set }: PartProps) {
  const { t } = useTranslation();
  const { freq, interval: count } = of;
  const unit =
    freq === "DAILY"
      ? t("repeats.days", { count })
      : freq === "WEEKLY"
        ? t("repeats.weeks", { count })
        : freq === "MONTHLY"
          ? t("repeats.months", { count })
          : t("repeats.years", { count });
  return (
    <NumberInput
      label={t("repeats.interval")}
      suffix={` ${unit}`}
      min={1}
      max={intervalMax}
      clampBehavior="strict"
      allowDecimal={false}
      allowNegative={false}
      value={count}
      onChange={(next) => set({ ...of, interval: Math.max(1, Number(next) || 1) })}
    />
  );
}

/** On which days of a week. */
function Weekdays({ of, set }: PartProps) {
  const { t } = useTranslation();
  const turn = (day: number, on: boolean) => {
    const days = on ? [...of.days, day].sort((a, b) => a - b) : of.days.filter((one) => one !== day);
    if (days.length > 0) set({ ...of, days });
  };
  return (
    <fieldset className={s.weekdays}>
      <legend>{t("repeats.onDays")}</legend>
      {Array.from({ length: weekLong }, (_, day) => (
        <Checkbox
          key={day}
          label={weekdayName(day)}
          checked={of.days.includes(day)}
          onChange={(e) => turn(day, e.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}

/** The second Tuesday, the last working day. */
function NthWeekday({ of, set, day }: PartProps) {
  const { t } = useTranslation();
  const on = of.on?.by === "weekday" ? of.on : weekdayAt(day);
  return (
    <div className={s.pair}>
      <NativeSelect
        aria-label={t("repeats.nth")}
        value={`${on.nth}`}
        onChange={(e) => set({ ...of, on: { ...on, nth: Number(e.currentTarget.value) } })}
        data={nths.map((nth) => ({ value: `${nth}`, label: nthWords(nth, t) }))}
      />
      <NativeSelect
        aria-label={t("repeats.weekday")}
        value={`${on.weekday}`}
        onChange={(e) => set({ ...of, on: { ...on, weekday: Number(e.currentTarget.value) } })}
        data={[...workdays, weekLong - 2, weekLong - 1, workday].map((one) => ({
          value: `${one}`,
          label: weekdayWords(one, t),
        }))}
      />
    </div>
  );
}

const often = 28;
/** On which day of a month, or of a month of the year: by its number or by its name. */
function MonthDay(props: PartProps) {
  const { t } = useTranslation();
  const { of, set, day } = props;
  const on = of.on ?? ruleOf("MONTHLY", day).on;
  const number = on?.by === "day" ? on.day : null;
  return (
    <>
      {of.freq === "YEARLY" ? (
        <NativeSelect
          label={t("repeats.month")}
          value={`${of.month ?? 1}`}
          onChange={(e) => set({ ...of, on, month: Number(e.currentTarget.value) })}
          data={upTo(monthsOfYear).map((month) => ({ value: `${month}`, label: monthName(month) }))}
        />
      ) : null}
      <SegmentedControl
        fullWidth
        aria-label={t("repeats.by")}
        value={on?.by ?? "day"}
        onChange={(by) => set({ ...of, on: by === "day" ? ruleOf("MONTHLY", day).on : weekdayAt(day) })}
        data={[
          { value: "day", label: t("repeats.by.day") },
          { value: "weekday", label: t("repeats.by.weekday") },
        ]}
      />
      {number === null ? (
        <NthWeekday {...props} />
      ) : (
        <NativeSelect
          aria-label={t("repeats.dayOfMonth")}
          description={number > often ? t("repeats.skips") : undefined}
          value={`${number}`}
          onChange={(e) => set({ ...of, on: { by: "day", day: Number(e.currentTarget.value) } })}
          data={[...upTo(monthDays), -1].map((one) => ({ value: `${one}`, label: dayWords(one, t) }))}
        />
      )}
    </>
  );
}

const timesFirst = 10;
/** Until when, or how often. */
function End({ of, set, day }: PartProps) {
  const { t } = useTranslation();
  const way = of.until !== null ? "until" : of.count !== null ? "count" : "never";
  const ends = (to: string) => {
    const last = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`.replace("-02-29", "-02-28");
    set({ ...of, until: to === "until" ? last : null, count: to === "count" ? timesFirst : null });
  };
  return (
    <>
      <NativeSelect
        label={t("repeats.end")}
        value={way}
        onChange={(e) => ends(e.currentTarget.value)}
        data={[
          { value: "never", label: t("repeats.end.never") },
          { value: "until", label: t("repeats.end.until") },
          { value: "count", label: t("repeats.end.count") },
        ]}
      />
      {way === "until" ? (
        <DateField
          aria-label={t("repeats.end.until")}
          min={day}
          max={dayMax}
          value={of.until ?? ""}
          onChange={(until) => until && set({ ...of, until })}
        />
      ) : null}
      {way === "count" ? (
        <NumberInput
          aria-label={t("repeats.end.count")}
          description={t("repeats.end.countHint")}
          min={1}
          max={countMax}
          clampBehavior="strict"
          allowDecimal={false}
          allowNegative={false}
          value={of.count ?? timesFirst}
          onChange={(next) => set({ ...of, count: Math.max(1, Number(next) || 1) })}
        />
      ) : null}
    </>
  );
}

/** How often, on which days, and until when; null: it does not come again. */
export function RepeatForm({ of, set, day }: { of: Rule | null; set: (next: Rule | null) => void; day: string }) {
  const { t } = useTranslation();
  const unit = of ? unitOf(of) : "";
  const choose = (next: string) => {
    if (next === "") return set(null);
    const { until = null, count = null } = of ?? {};
    const fresh = next === "WORKDAYS" ? ruleOf("WEEKLY", day, workdays) : ruleOf(next as Rule["freq"], day);
    set({ ...fresh, until, count });
  };
  const part = of && { of, set, day };
  return (
    <>
      <NativeSelect
        data-autofocus
        label={t("repeats.name")}
        value={unit}
        onChange={(e) => choose(e.currentTarget.value)}
        data={[
          { value: "", label: t("repeats.never") },
          ...units.map((one) => ({ value: one, label: unitName(one, t) })),
        ]}
      />
      {part && unit !== "WORKDAYS" ? <Interval {...part} /> : null}
      {part && unit === "WEEKLY" ? <Weekdays {...part} /> : null}
      {part && (unit === "MONTHLY" || unit === "YEARLY") ? <MonthDay {...part} /> : null}
      {part ? <End {...part} /> : null}
    </>
  );
}
