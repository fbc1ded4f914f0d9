import type { Card } from "../../api/tasks";
import { isoDay, msOfDay } from "../../i18n/dates";
import type { Columns } from "./order";
import { customId } from "./wishes";

/** Which tasks are shown. It stands in the address, so that it can be sent. */
export interface Filter {
  readonly text: string;
  /** Whose: a person, `me` or `none`; empty: everybody's. */
  readonly who: string;
  readonly due: "" | "late" | "week" | "none";
  readonly label: string;
  /** By the ids of fields of the board: the value, or {@link noValue}. */
  readonly custom: Readonly<Record<string, string>>;
  readonly archived: boolean;
}
export const noFilter: Filter = { text: "", who: "", due: "", label: "", custom: {}, archived: false };

/** Those that say nothing in a field. */
export const noValue = "~";

const dues = ["", "late", "week", "none"] as const;

/** The filter of an address. */
export function filterIn(search: string): Filter {
  const said = new URLSearchParams(search);
  return {
    text: said.get("q") ?? "",
    who: said.get("who") ?? "",
    due: dues.find((d) => d === said.get("due")) ?? "",
    label: said.get("label") ?? "",
    custom: Object.fromEntries(
      [...said].flatMap(([name, value]) => {
        const id = customId(name);
        return id ? [[id, value]] : [];
      }),
    ),
    archived: said.get("archived") === "yes",
  };
}

/** The same address with another filter, or another view; what is empty is left out. */
export function withAsked(search: string, next: Readonly<Record<string, string>>): string {
  const address = new URLSearchParams(search);
  for (const [name, value] of Object.entries(next)) {
    if (value) address.set(name, value);
    else address.delete(name);
  }
  const text = address.toString();
  return text && `?${text}`;
}

const week = 7;
const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The last day of the week of a day: its Sunday. */
export function weekEnd(today: string): string {
  const at = new Date(msOfDay(today));
  at.setDate(at.getDate() + ((week - at.getDay()) % week));
  return isoDay(at.getTime());
}

export function fits(card: Card, { text, who, due, label, custom }: Filter, me: string, today: string): boolean {
  const wanted = who === "me" ? me : who;
  if (who === "none" ? card.assignees.length > 0 : wanted !== "" && !card.assignees.includes(wanted)) return false;
  if (label !== "" && !card.labels?.includes(label)) return false;
  for (const [id, value] of Object.entries(custom)) if (`${card.custom?.[id] ?? noValue}` !== value) return false;
  if (due === "none" && card.due !== null) return false;
  if (due === "late" && (card.due === null || card.due >= today || card.state !== "open")) return false;
  if (due === "week" && (card.due === null || card.due > weekEnd(today) || card.state !== "open")) return false;
  const words = fold(text).split(/\s+/).filter(Boolean);
  const said = words.length > 0 ? `${fold(card.title)} ${card.number}` : "";
  return words.every((word) => said.includes(word));
}

/** How many things are asked of a task that is shown. */
export const asked = ({ text, who, due, label, custom }: Filter): number =>
  [text, who, due, label, ...Object.values(custom)].filter(Boolean).length;

export const isFiltered = (filter: Filter): boolean => asked(filter) > 0;

export function filtered(columns: Columns, filter: Filter, me: string, today: string): Columns {
  if (!isFiltered(filter)) return columns;
  return new Map([...columns].map(([id, cards]) => [id, cards.filter((card) => fits(card, filter, me, today))]));
}
