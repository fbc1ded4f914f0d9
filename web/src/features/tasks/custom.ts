import type { Board, BoardField, Custom } from "../../api/tasks";
import type { Arrangement } from "./arranging";

/** As the server takes numbers. */
const number = /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/;

/** `12,5`, `1 200` or `12.5` as a number; null for nothing, undefined for what is none. */
export function numberIn(text: string): number | null | undefined {
  const said = text.replace(/[\s\u00a0\u202f]+/g, "").replace(",", ".");
  if (said === "") return null;
  const read = number.test(said) ? Number(said) : Number.NaN;
  return number.test(`${read}`) ? read : undefined;
}

/** A field at its place among the others, or behind them. */
export function withField(board: Board, next: BoardField, index?: number): Arrangement {
  const fields = board.fields ?? [];
  if (fields.some((f) => f.id === next.id)) return { fields: fields.map((f) => (f.id === next.id ? next : f)) };
  const at = index ?? fields.length;
  return { fields: [...fields.slice(0, at), next, ...fields.slice(at)] };
}
export const withoutField = (board: Board, id: string): Arrangement => ({
  fields: (board.fields ?? []).filter((f) => f.id !== id),
});

/** One thing at another place among the others; the same list where there is no such place. */
export function movedBy<X extends { readonly id: string }>(all: readonly X[], id: string, by: 1 | -1): readonly X[] {
  const from = all.findIndex((one) => one.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= all.length) return all;
  const others = all.filter((one) => one.id !== id);
  return [...others.slice(0, to), all[from]!, ...others.slice(to)];
}

/** What a task says in the fields that its board has. */
export const knownIn = (custom: Custom, { fields = [] }: Board): Custom =>
  Object.fromEntries(Object.entries(custom).filter(([id]) => fields.some((f) => f.id === id)));
