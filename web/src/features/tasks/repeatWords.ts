import type { Repeats } from "../../api/tasks";
import { language } from "../../base/preferences";
import type { T } from "../../i18n";
import { listed, longDay, monthName, msOfDay, weekdayName } from "../../i18n/dates";
import { type Rule, ruleIn, workday, workdays } from "./repeatRule";

/** `1er`, `2e`, `dernier`; `1st`, `2nd`, `last`. */
export function nthWords(nth: number, t: T): string {
  if (nth < 0) return t("repeats.last");
  if (language.now() === "fr") return nth === 1 ? "1er" : `${nth}e`;
  const form = new Intl.PluralRules("en", { type: "ordinal" }).select(nth);
  return `${nth}${{ one: "st", two: "nd", few: "rd" }[form as string] ?? "th"}`;
}

export const weekdayWords = (weekday: number, t: T): string =>
  weekday === workday ? t("repeats.workday") : weekdayName(weekday);

/** A day of a month: `12`, `1er`, `dernier jour`; `12th`, `last day`. */
export function dayWords(day: number, t: T): string {
  if (day < 0) return t("repeats.lastDay");
  return day > 1 && language.now() === "fr" ? `${day}` : nthWords(day, t);
}

/** `de juin`, `d’avril`; `of June`. */
const ofMonth = (month: number, t: T): string => {
  const name = monthName(month);
  return /^[aeiouâéô]/i.test(name) ? t("repeats.ofVowel", { month: name }) : t("repeats.of", { month: name });
};

function weeklyWords({ interval: count, days }: Rule, t: T): string {
  if (days.length === 0) return t("repeats.weekly", { count });
  if (days.join() === workdays.join()) return t("repeats.workdays", { count });
  if (count === 1) return t("repeats.every", { days: listed(days.map(weekdayName)) });
  return t("repeats.weeklyOn", { count, days: listed(days.map((day) => t("repeats.the", { day: weekdayName(day) }))) });
}

function monthlyWords({ interval: count, on }: Rule, t: T): string {
  if (!on) return t("repeats.monthly", { count });
  if (on.by === "day") return t("repeats.monthlyDay", { count, day: dayWords(on.day, t) });
  return t("repeats.monthlyNth", { count, nth: nthWords(on.nth, t), weekday: weekdayWords(on.weekday, t) });
}

function yearlyWords({ interval: count, on, month }: Rule, t: T): string {
  if (!on || month === null) return t("repeats.yearly", { count });
  const name = monthName(month);
  if (on.by === "day") {
    const at = on.day < 0 ? ofMonth(month, t) : t("repeats.dayMonth", { month: name });
    return t("repeats.yearlyDay", { count, day: dayWords(on.day, t), month: at });
  }
  const [nth, weekday] = [nthWords(on.nth, t), weekdayWords(on.weekday, t)];
  return t("repeats.yearlyDay", { count, day: `${nth} ${weekday}`, month: ofMonth(month, t) });
}

function oftenWords(rule: Rule, t: T): string {
  switch (rule.freq) {
    case "DAILY":
      return t("repeats.daily", { count: rule.interval });
    case "WEEKLY":
      return weeklyWords(rule, t);
    case "MONTHLY":
      return monthlyWords(rule, t);
    case "YEARLY":
      return yearlyWords(rule, t);
  }
}

/** `Chaque 2e mardi du mois, jusqu’au 30 juin`. */
export function ruleWords(rule: Rule, t: T): string {
  const often = oftenWords(rule, t);
  if (rule.until) return t("repeats.until", { often, day: longDay(msOfDay(rule.until)) });
  return rule.count === null ? often : t("repeats.times", { often, count: rule.count });
}

/** How a task comes again, and when. */
export function repeatsWords({ rule, when }: Repeats, t: T): string {
  const read = ruleIn(rule);
  const words = read ? ruleWords(read, t) : t("repeats.other", { rule });
  return when === "day" ? t("repeats.atDay", { rule: words }) : t("repeats.onceDone", { rule: words });
}
