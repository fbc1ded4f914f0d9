import type { Board, Card, Priority, TaskState, WaitKind } from "../../api/tasks";
import type { T } from "../../i18n";
import { dayOf, daysAgo, msOfDay, shortDay } from "../../i18n/dates";
import { customId } from "./wishes";

/** How far a task is, as it is drawn: a ring where no more is known than that it is open, a dashed ring, half, three quarters, a check. */
export type Glyph = "open" | "todo" | "doing" | "review" | "done";

/** Of open columns the first is to do, the others are under way. */
export function glyphOf(board: Board, column: string): Glyph {
  const at = board.columns.findIndex((c) => c.id === column);
  const state = board.columns[at]?.state ?? "open";
  return state === "open" ? (at === 0 ? "todo" : "doing") : glyphOfState(state);
}

/** The same, where the board is not known. */
export const glyphOfState = (of: TaskState): Glyph => (of === "open" ? "open" : of === "done" ? "review" : "done");

/** Where a task is opened. */
export const taskPath = (of: Pick<Card, "space" | "id">): string =>
  `/spaces/${encodeURIComponent(of.space)}/tasks/${encodeURIComponent(of.id)}`;

export const columnName = (board: Board, column: string): string =>
  board.columns.find((c) => c.id === column)?.name ?? column;

/** Its day has passed, and it is not done. */
export const isLate = (card: Pick<Card, "due" | "state">, today: string): boolean =>
  card.due !== null && card.due < today && card.state === "open";

const weekDays = 7;
/** A day near today by its name, another one by its date. */
export function dueWords(day: string, t: T, now = Date.now()): string {
  const ms = msOfDay(day);
  const ago = daysAgo(ms, now);
  if (ago === 1) return t("tasks.yesterday");
  if (ago === 0) return t("tasks.today");
  if (ago === -1) return t("tasks.tomorrow");
  return ago < 0 && ago > -weekDays ? dayOf(ms, now).split(" ")[0]!.replace(",", "") : shortDay(ms, now);
}

export function priorityName(of: Priority, t: T): string {
  switch (of) {
    case "none":
      return t("tasks.priority.none");
    case "low":
      return t("tasks.priority.low");
    case "normal":
      return t("tasks.priority.normal");
    case "high":
      return t("tasks.priority.high");
    case "urgent":
      return t("tasks.priority.urgent");
  }
}

/** What a task of a column is; one that is open is to do in the first column, under way in the others. */
export function stateName(of: TaskState, t: T, first = true): string {
  switch (of) {
    case "open":
      return first ? t("tasks.state.open") : t("tasks.state.doing");
    case "done":
      return t("tasks.state.done");
    case "validated":
      return t("tasks.state.validated");
  }
}

/** What a field of a task is called; a field of a later version by its own name. */
export function fieldName(field: string, board: Board, t: T): string {
  const id = customId(field);
  if (id !== null) return board.fields?.find((one) => one.id === id)?.name ?? t("fields.gone");
  switch (field) {
    case "title":
      return t("tasks.field.title");
    case "description":
      return t("tasks.field.description");
    case "place":
      return t("tasks.field.place");
    case "assignees":
      return t("tasks.field.assignees");
    case "start":
      return t("tasks.field.start");
    case "due":
      return t("tasks.field.due");
    case "priority":
      return t("tasks.field.priority");
    case "estimate_minutes":
      return t("tasks.field.estimate");
    case "spent_minutes":
      return t("tasks.field.spent");
    case "archived":
      return t("tasks.field.archived");
    case "checklist":
      return t("tasks.field.checklist");
    case "labels":
      return t("tasks.field.labels");
    case "watchers":
      return t("tasks.field.watchers");
    case "parent":
      return t("tasks.field.parent");
    case "waits_for":
      return t("tasks.field.waits");
    case "repeats":
      return t("repeats.name");
    default:
      return field;
  }
}

/** What a task waits for of another one, as a sentence about the first. */
export function waitName(of: WaitKind, t: T): string {
  switch (of) {
    case "FS":
      return t("tasks.waits.FS");
    case "SS":
      return t("tasks.waits.SS");
    case "FF":
      return t("tasks.waits.FF");
    case "SF":
      return t("tasks.waits.SF");
  }
}

/** How many days after, or before, it may be. */
export function lagWords(days: number, t: T): string {
  if (days === 0) return "";
  return days > 0 ? t("tasks.waits.after", { count: days }) : t("tasks.waits.before", { count: -days });
}

const hourMinutes = 60;
/** `1 h 30`, `45 min`. */
export function minutesWords(minutes: number | null): string {
  if (minutes === null) return "";
  const hours = Math.floor(minutes / hourMinutes);
  const rest = minutes % hourMinutes;
  if (hours === 0) return `${rest}\u00a0min`;
  return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${`${rest}`.padStart(2, "0")}`;
}

const numbers: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["un", "une", "one", "an", "a"],
    ["deux", "two"],
    ["trois", "three"],
    ["quatre", "four"],
    ["cinq", "five"],
    ["six"],
    ["sept", "seven"],
    ["huit", "eight"],
    ["neuf", "nine"],
    ["dix", "ten"],
    ["onze", "eleven"],
    ["douze", "twelve"],
  ].flatMap((words, at) => words.map((word) => [word, `${at + 1}`])),
);

/** What is said in words, as it is written in short: `deux heures et demie` is `2h30`. */
const inShort = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\p{L}+/gu, (word) => numbers[word] ?? word)
    .replace(/\b(?:half an? hour|half 1 hour|(?:1 )?demi[- ]?(?:e[- ]?)?heure)\b/, "30 min")
    .replace(/\b(?:heures?|hours?|hrs?)\b/g, "h")
    .replace(/(\d)\s*(?:heures?|hours?|hrs?)(?![a-z])/g, "$1h")
    .replace(/\bminutes?\b|(?<=\d)minutes?\b/g, "min")
    .replace(/\b(?:et|and)\b/g, "")
    .replace(/\bdemie?\b/, "30")
    .replace(/[\s\u00a0\u202f]+/g, "");

/** `1h30`, `1,5 h`, `45 min`, `90` or `deux heures`, in minutes; null for nothing, undefined for what is no duration. */
export function minutesIn(text: string): number | null | undefined {
  const said = inShort(text);
  if (said === "") return null;
  const hours = /^(\d+(?:[.,]\d+)?)h(?:(\d{1,2})(?:min|mn|m)?)?$/.exec(said);
  if (hours) return Math.round(Number(hours[1]!.replace(",", ".")) * hourMinutes) + Number(hours[2] ?? 0);
  const minutes = /^(\d+)(?:min|mn|m)?$/.exec(said);
  return minutes ? Number(minutes[1]) : undefined;
}

/** What a text holds, line by line, without marks of lists: each a title. */
export function titlesIn(text: string, max = titleMax): string[] {
  return text
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/^\s*(?:[-*•–]|\d+[.)]|\[[ x]\])\s+/i, "")
        .trim()
        .slice(0, max),
    )
    .filter((line) => line !== "");
}
export const titleMax = 200;
