import type { Card } from "../../api/tasks";
import { isoDay, msOfDay } from "../../i18n/dates";
import type { Columns } from "./order";

/** Which tasks are shown. It stands in the address, so that it can be sent. */
export interface Filter {
  readonly text: string;
  /** Whose: a person, `me` or `none`; empty: everybody's. */
  readonly who: string;
  readonly due: "" | "late" | "week" | "none";
  readonly label: string;
  readonly archived: boolean;
}
export const noFilter: Filter = { text: "", who: "", due: "", label: "", archived: false };

const dues = ["", "late", "week", "none"] as const;

/** The filter of an address. */
export function filterIn(search: string): Filter {
  const asked = new URLSearchParams(search);
  return {
    text: asked.get("q") ?? "",
    who: asked.get("who") ?? "",
    due: dues.find((d) => d === asked.get("due")) ?? "",
    label: asked.get("label") ?? "",
    archived: asked.get("archived") === "yes",
  };
}

/** The same address with another filter, or another view; what is empty is left out. */
export function withAsked(search: string, next: Readonly<Record<string, string>>): string {
  const asked = new URLSearchParams(search);
  for (const [name, value] of Object.entries(next)) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  const text = asked.toString();
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

export function fits(card: Card, { text, who, due, label }: Filter, me: string, today: string): boolean {
  const wanted = who === "me" ? me : who;
  if (who === "none" ? card.assignees.length > 0 : wanted !== "" && !card.assignees.includes(wanted)) return false;
  if (label !== "" && !card.labels?.includes(label)) return false;
  if (due === "none" && card.due !== null) return false;
  if (due === "late" && (card.due === null || card.due >= today || card.state !== "open")) return false;
  if (due === "week" && (card.due === null || card.due > weekEnd(today) || card.state !== "open")) return false;
  const words = fold(text).split(/\s+/).filter(Boolean);
  const said = words.length > 0 ? `${fold(card.title)} ${card.number}` : "";
  return words.every((word) => said.includes(word));
}

export const isFiltered = ({ text, who, due, label }: Filter): boolean => `${text}${who}${due}${label}` !== "";

export function filtered(columns: Columns, filter: Filter, me: string, today: string): Columns {
  if (!isFiltered(filter)) return columns;
  return new Map([...columns].map(([id, cards]) => [id, cards.filter((card) => fits(card, filter, me, today))]));
}
