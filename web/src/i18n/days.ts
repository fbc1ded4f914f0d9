import { language } from "../base/preferences";
import { dateOf, isoDay, monthName, msOfDay } from "./dates";

/** Days and times as people write and read them in fields. What programs keep is `2026-11-24` and `09:40`. */

const two = (n: number): string => `${n}`.padStart(2, "0");

/** `24/11/2026` in French, `24 November 2026` in English; empty for none. */
export function dayShown(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year || !Number.isFinite(msOfDay(day))) return day;
  return language.now() === "fr" ? `${date}/${month}/${year}` : dateOf(msOfDay(day));
}

const months = 12;
const lettersMin = 3;

/** A month by its name or how that begins, in French or in English. */
function monthOf(word: string): number | null {
  const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const typed = folded(word).replace(/\.$/, "");
  if (typed.length < lettersMin) return null;
  const other = new Intl.DateTimeFormat(language.now() === "fr" ? "en-GB" : "fr-FR", { month: "long" });
  const all = Array.from({ length: months }, (_, i) => [monthName(i + 1), other.format(new Date(1970, i, 1))]);
  const found = all.flatMap((names, i) => (names.some((name) => folded(name).startsWith(typed)) ? [i + 1] : []));
  // « jui » begins two months, and names none.
  return found.length === 1 ? found[0]! : null;
}

function dayOn(year: number, month: number, date: number): string | null {
  const day = `${`${year}`.padStart(4, "0")}-${two(month)}-${two(date)}`;
  const ms = msOfDay(day);
  return Number.isFinite(ms) && isoDay(ms) === day ? day : null;
}

const shortYear = 100;
const century = 2000;

/**
 * The day that somebody wrote: `24/11/2026`, `24.11.26`, `24 nov. 2026`, `24/11` of this year, `2026-11-24`; empty for nothing, and
 * null while it is none. `whole`: with its four figures of a year alone, as long as somebody may go on writing.
 */
export function dayRead(text: string, whole = false): string | null {
  const typed = text.trim();
  if (typed === "") return "";
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(typed);
  if (iso) return dayOn(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const [, date, named, year] =
    /^(\d{1,2})(?:er|st|nd|rd|th)?[\s/.-]+(\d{1,2}|\p{L}{3,}\.?)(?:[\s/.,-]+(\d{4}|\d\d))?$/u.exec(typed) ?? [];
  if (!date || !named || (whole && year?.length !== 4)) return null;
  const month = /^\d/.test(named) ? Number(named) : monthOf(named);
  if (month === null) return null;
  const at = year === undefined ? new Date().getFullYear() : Number(year);
  return dayOn(at < shortYear ? century + at : at, month, Number(date));
}

const hoursMax = 23;
const minutesMax = 59;

/** `9 h 40` in French, `09:40` in English; empty for none. */
export function timeShown(time: string): string {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  if (!hours) return time;
  return language.now() === "fr" ? `${Number(hours)} h ${minutes}` : `${hours}:${minutes}`;
}

/** The time that somebody wrote: `9 h 40`, `9h`, `9:40`, `0940`, `14`, `2 pm`; empty for nothing, null when it is none. */
export function timeRead(text: string): string | null {
  const typed = text.trim().toLowerCase();
  if (typed === "") return "";
  const [, h, m, half] =
    /^(\d{1,2})\s*(?:[h:.]\s*(\d\d)?|(?<=\d\d)(\d\d))?\s*$/.exec(typed) ??
    /^(\d{1,2})(?:[:.](\d\d))?()\s*(?:am|pm)$/.exec(typed) ??
    [];
  if (h === undefined) return null;
  const late = typed.endsWith("pm") && Number(h) < 12 ? 12 : typed.endsWith("am") && Number(h) === 12 ? -12 : 0;
  const hours = Number(h) + late;
  const minutes = Number(m ?? half ?? 0);
  return hours > hoursMax || minutes > minutesMax ? null : `${two(hours)}:${two(minutes)}`;
}

/** The time so many minutes later on the same day. */
export function timeLater(time: string, byMinutes: number): string {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const day = (hoursMax + 1) * (minutesMax + 1);
  const at = (hours * (minutesMax + 1) + minutes + byMinutes + day) % day;
  return `${two(Math.floor(at / (minutesMax + 1)))}:${two(at % (minutesMax + 1))}`;
}
