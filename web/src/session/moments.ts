/** A moment that somebody may mean by a few words. */
export interface Moment {
  readonly key: "today" | "tomorrow" | "monday";
  readonly at: number;
}

const morning = 9;
const afternoon = 14;
const evening = 18;
/** A moment is not offered when it is so near. */
const soonMs = 30 * 60_000;
const [sunday, monday, friday] = [0, 1, 5];

const onDay = (now: number, days: number, hour: number): number => {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  return day.setHours(hour, 0, 0, 0);
};

/** Later today, tomorrow morning and, before a weekend, Monday morning. */
export function momentsFrom(now: number): readonly Moment[] {
  const today = [afternoon, evening].map((hour) => onDay(now, 0, hour)).find((at) => at - now >= soonMs);
  const weekday = new Date(now).getDay();
  const toMonday = weekday >= friday ? monday + 7 - weekday : 0;
  return [
    ...(today === undefined ? [] : [{ key: "today", at: today } as const]),
    { key: "tomorrow", at: onDay(now, 1, morning) },
    ...(toMonday > 1 && weekday !== sunday ? [{ key: "monday", at: onDay(now, toMonday, morning) } as const] : []),
  ];
}

const two = (n: number) => `${n}`.padStart(2, "0");

/** A moment as the fields of a date and of a time hold it. */
export function fieldsOf(at: number): { readonly date: string; readonly time: string } {
  const of = new Date(at);
  return {
    date: `${of.getFullYear()}-${two(of.getMonth() + 1)}-${two(of.getDate())}`,
    time: `${two(of.getHours())}:${two(of.getMinutes())}`,
  };
}

/** What the two fields say; null while they say nothing whole. */
export function momentOf(date: string, time: string): number | null {
  const at =
    /^\d{4,}-\d\d-\d\d$/.test(date) && /^\d\d:\d\d/.test(time) ? new Date(`${date}T${time}`).getTime() : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
