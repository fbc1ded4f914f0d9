import { type Card, priorities } from "../../api/tasks";
import type { OfTasks } from "./context";
import { type CustomWords, customKey } from "./useCustomWords";
import { customId } from "./wishes";

/** What the table can be sorted by. */
export const sorts = [
  "number",
  "title",
  "place",
  "assignees",
  "start",
  "due",
  "priority",
  "estimate",
  "spent",
] as const;
export type Sort = (typeof sorts)[number] | `custom.${string}`;
export interface Sorted {
  readonly by: Sort;
  readonly down: boolean;
}

/** The sort of an address; null where tasks stand as on the board. */
export function sortIn(said: string): Sorted | null {
  const bare = said.replace(/^-/, "");
  const by = customId(bare) ? (bare as Sort) : sorts.find((one) => one === bare);
  return by ? { by, down: said.startsWith("-") } : null;
}

/** A column that is pressed again turns round, and then leaves the order to the board. */
export function pressedSort(now: Sorted | null, by: Sort): string {
  if (now?.by !== by) return by;
  return now.down ? "" : `-${by}`;
}

type Key = string | number | null;

/** What values are called, where they are sorted by that. */
type Names = Pick<OfTasks, "board" | "personOf"> & { readonly words: CustomWords };

function keyOf(card: Card, by: Sort, { board, personOf, words }: Names): Key {
  const id = customId(by);
  if (id !== null) {
    const field = board.fields?.find((one) => one.id === id);
    const value = card.custom?.[id] ?? null;
    return field && value !== null ? customKey(field, value, words) : null;
  }
  switch (by as (typeof sorts)[number]) {
    case "number":
      return card.number;
    case "title":
      return card.title;
    case "place":
      return board.columns.findIndex((c) => c.id === card.column);
    case "assignees":
      return card.assignees[0] ? personOf(card.assignees[0]).name : null;
    case "start":
      return card.start;
    case "due":
      return card.due;
    case "priority":
      return card.priority === "none" ? null : -priorities.indexOf(card.priority);
    case "estimate":
      return card.estimate_minutes;
    case "spent":
      return card.spent_minutes;
  }
}

const compared = (a: string | number, b: string | number): number =>
  typeof a === "string" && typeof b === "string" ? a.localeCompare(b, "fr", { numeric: true }) : Number(a) - Number(b);

/** Sorted cards; those of which the value is not known stand last, whichever way. */
export function sortedBy(cards: readonly Card[], sort: Sorted | null, tasks: Names): readonly Card[] {
  if (!sort) return cards;
  const keyed = cards.map((card) => ({ card, key: keyOf(card, sort.by, tasks) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return sort.down ? compared(b.key, a.key) : compared(a.key, b.key);
  });
  return keyed.map(({ card }) => card);
}
