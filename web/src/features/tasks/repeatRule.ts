/** How often a task comes again, as people say it. */
export interface Rule {
  readonly freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly interval: number;
  /** Of a week, Monday first: 0 to 6. */
  readonly days: readonly number[];
  /** Of a month, or of a year with its month; null: the same one as before. */
  readonly on: OnDay | OnWeekday | null;
  /** Of a year: 1 to 12. */
  readonly month: number | null;
  readonly until: string | null;
  readonly count: number | null;
}
/** The last one of a month is -1. */
export interface OnDay {
  readonly by: "day";
  readonly day: number;
}
/** The second Tuesday; {@link workday}: the second day of those on which one works. */
export interface OnWeekday {
  readonly by: "weekday";
  readonly nth: number;
  readonly weekday: number;
}

const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const monthDayMax = 31;
const nthMax = 5;
const months = 12;
export const workday = 7;
export const workdays: readonly number[] = [0, 1, 2, 3, 4];
const workDays = workdays.map((at) => weekdays[at]).join();
export const nths: readonly number[] = [1, 2, 3, 4, nthMax, -1];
export const intervalMax = 99;
export const countMax = 999;

const whole = (text: string | undefined, min: number, max: number): number | null => {
  const n = /^-?\d+$/.test(text ?? "") ? Number(text) : Number.NaN;
  return n >= min && n <= max ? n : null;
};
const dayIn = (text: string): number | null => {
  const day = whole(text, -1, monthDayMax);
  return day === 0 ? null : day;
};

/** `2TU` or `-1FR`. */
function weekdayIn(text: string): OnWeekday | null {
  const [, nth, name] = /^([1-5]|-1)([A-Z]{2})$/.exec(text) ?? [];
  const weekday = weekdays.indexOf(name as (typeof weekdays)[number]);
  return nth && weekday >= 0 ? { by: "weekday", nth: Number(nth), weekday } : null;
}

const daysIn = (text: string | undefined): readonly number[] | null => {
  const days = text?.split(",").map((one) => weekdays.indexOf(one as (typeof weekdays)[number])) ?? [];
  return days.includes(-1) ? null : days.sort((a, b) => a - b);
};

/** On which day of a month; undefined for what is said otherwise than people do here. */
function onIn(said: ReadonlyMap<string, string>): Rule["on"] | undefined {
  const [byDay, monthDay, place] = ["BYDAY", "BYMONTHDAY", "BYSETPOS"].map((name) => said.get(name));
  if (monthDay !== undefined) {
    const day = byDay === undefined && place === undefined ? dayIn(monthDay) : null;
    return day === null ? undefined : { by: "day", day };
  }
  if (place !== undefined) {
    const nth = nths.find((one) => `${one}` === place);
    const works = daysIn(byDay)?.join() === workdays.join();
    return nth !== undefined && works ? { by: "weekday", nth, weekday: workday } : undefined;
  }
  return byDay === undefined ? null : (weekdayIn(byDay) ?? undefined);
}

const known = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH", "UNTIL", "COUNT", "WKST"];
const untilIn = (text: string | undefined): string | null =>
  text === undefined ? null : text.replace(/^(\d{4})(\d{2})(\d{2}).*$/, "$1-$2-$3");

/** What a rule of calendars says; null where it says more than people do here. */
export function ruleIn(text: string): Rule | null {
  const said = new Map(text.split(";").map((part) => part.split("=", 2) as [string, string]));
  if ([...said.keys()].some((name) => !known.includes(name))) return null;
  if ((said.get("WKST") ?? "MO") !== "MO") return null;
  const interval = whole(said.get("INTERVAL") ?? "1", 1, Number.MAX_SAFE_INTEGER);
  const count = whole(said.get("COUNT"), 1, Number.MAX_SAFE_INTEGER);
  if (interval === null) return null;
  const rest = { interval, days: [], on: null, month: null, until: untilIn(said.get("UNTIL")), count };
  const month = whole(said.get("BYMONTH"), 1, months);
  const bare = !["BYMONTHDAY", "BYSETPOS", "BYMONTH"].some((name) => said.has(name));
  switch (said.get("FREQ")) {
    case "DAILY":
      if (bare && interval === 1 && said.get("BYDAY") === workDays) return { ...rest, freq: "WEEKLY", days: workdays };
      return bare && !said.has("BYDAY") ? { ...rest, freq: "DAILY" } : null;
    case "WEEKLY": {
      const days = daysIn(said.get("BYDAY"));
      return bare && days ? { ...rest, freq: "WEEKLY", days } : null;
    }
    case "MONTHLY": {
      const on = onIn(said);
      return on === undefined || said.has("BYMONTH") ? null : { ...rest, freq: "MONTHLY", on };
    }
    case "YEARLY": {
      const on = onIn(said);
      return on === undefined || (on === null) !== (month === null) ? null : { ...rest, freq: "YEARLY", on, month };
    }
    default:
      return null;
  }
}

/** The same as calendars write it. */
export function ruleText({ freq, interval, days, on, month, until, count }: Rule): string {
  const parts: string[] = [`FREQ=${freq}`];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  if (freq === "WEEKLY" && days.length > 0) parts.push(`BYDAY=${days.map((at) => weekdays[at]).join()}`);
  if (freq === "YEARLY" && month !== null) parts.push(`BYMONTH=${month}`);
  if ((freq === "MONTHLY" || freq === "YEARLY") && on) {
    if (on.by === "day") parts.push(`BYMONTHDAY=${on.day}`);
    else if (on.weekday === workday) parts.push(`BYDAY=${workDays}`, `BYSETPOS=${on.nth}`);
    else parts.push(`BYDAY=${on.nth}${weekdays[on.weekday]}`);
  }
  if (until) parts.push(`UNTIL=${until.replaceAll("-", "")}`);
  else if (count !== null) parts.push(`COUNT=${count}`);
  return parts.join(";");
}

const weekDays = 7;
/** Monday is 0. */
const weekdayOf = (at: Date): number => (at.getDay() + weekDays - 1) % weekDays;

/** How a task comes again of which nobody has said more: on the days that its own day is one of. */
export function ruleOf(freq: Rule["freq"], day: string, days: readonly number[] = []): Rule {
  const at = new Date(`${day}T00:00`);
  const rest = { interval: 1, days: [], on: null, month: null, until: null, count: null };
  const on: OnDay = { by: "day", day: at.getDate() };
  switch (freq) {
    case "DAILY":
      return { ...rest, freq };
    case "WEEKLY":
      return { ...rest, freq, days: days.length > 0 ? days : [weekdayOf(at)] };
    case "MONTHLY":
      return { ...rest, freq, on };
    case "YEARLY":
      return { ...rest, freq, on, month: at.getMonth() + 1 };
  }
}

/** The weekday of a day and its place in the month: what somebody means who wants no date. */
export function weekdayAt(day: string): OnWeekday {
  const at = new Date(`${day}T00:00`);
  const nth = Math.ceil(at.getDate() / weekDays);
  return { by: "weekday", nth: nth === nthMax ? -1 : nth, weekday: weekdayOf(at) };
}
