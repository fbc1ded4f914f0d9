import { language } from "../base/preferences";

const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const tag = language.now() === "fr" ? "fr-FR" : "en-GB";
  const key = tag + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(tag, options);
  formats.set(key, known);
  return known;
}

/** `9 h 40` in French, `09:40` in English. */
export function timeOf(ms: number): string {
  const text = format({ hour: "numeric", minute: "2-digit" }).format(ms);
  return language.now() === "fr"
    ? text.replace(/^0?(\d+):(\d\d)$/, "$1\u00a0h\u00a0$2").replace(/\u00a0h\u00a000$/, "\u00a0h")
    : text;
}

/** `mardi 24 novembre`, with the year when it is another one. */
export function dayOf(ms: number, now = Date.now()): string {
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return format({ weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) }).format(
    ms,
  );
}

/** `24 novembre 2026`. */
export const dateOf = (ms: number): string => format({ day: "numeric", month: "long", year: "numeric" }).format(ms);

const dayStart = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
const dayMs = 86_400_000;

/** Whole days between now and then: 0 is today, 1 is yesterday. */
export const daysAgo = (ms: number, now = Date.now()): number => Math.round((dayStart(now) - dayStart(ms)) / dayMs);

/** A day as the server writes it, `2026-11-24`, as the milliseconds at which it begins here. */
export const msOfDay = (day: string): number => new Date(`${day}T00:00`).getTime();

/** The day at a moment, as the server writes it. */
export function isoDay(ms: number): string {
  const at = new Date(ms);
  const two = (n: number) => `${n}`.padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** `24 nov.`, with the year when it is another one. */
export function shortDay(ms: number, now = Date.now()): string {
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  const text = format({ day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(ms);
  return language.now() === "fr" ? text.replace(/^1 /, "1er ") : text;
}

/** `30 juin`, with the year when it is another one. */
export function longDay(ms: number, now = Date.now()): string {
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  const text = format({ day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) }).format(ms);
  return language.now() === "fr" ? text.replace(/^1 /, "1er ") : text;
}

/** The same day of the month so many months later, or the last one of a shorter month. */
export function monthsLater(ms: number, count: number): number {
  const at = new Date(ms);
  const last = new Date(at.getFullYear(), at.getMonth() + count + 1, 0).getDate();
  return new Date(at).setMonth(at.getMonth() + count, Math.min(at.getDate(), last));
}

/** A day so many days later, both as the server writes them. */
export function daysLater(day: string, count: number): string {
  const at = new Date(msOfDay(day));
  at.setDate(at.getDate() + count);
  return isoDay(at.getTime());
}

/** The first Monday that computers count. */
const monday = { year: 1970, month: 0, day: 5 } as const;
/** `lundi` for 0, `dimanche` for 6. */
export const weekdayName = (at: number): string =>
  format({ weekday: "long" }).format(new Date(monday.year, monday.month, monday.day + at));
/** `janvier` for 1. */
export const monthName = (month: number): string =>
  format({ month: "long" }).format(new Date(monday.year, month - 1, 1));
/** `lundi, mercredi et jeudi`. */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(language.now(), { type: "conjunction" }).format(names);
