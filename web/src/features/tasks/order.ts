import type { Board, Card, Place } from "../../api/tasks";
import { draftOf, granted, pending, type Wish } from "./wishes";

/** Ranks are text ordered by bytes; among equals the older task comes first. */
export const byRank = (a: Card, b: Card): number => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.number - b.number);

/** The cards of each column, in their order. */
export type Columns = ReadonlyMap<string, readonly Card[]>;

function insert(cards: Card[], card: Card, { after, rank }: Omit<Place, "column">): void {
  if (after === null) cards.unshift(card);
  else if (after !== undefined) {
    const at = cards.findIndex((c) => c.id === after);
    cards.splice(at < 0 ? cards.length : at + 1, 0, card);
  } else if (rank !== undefined) {
    const at = cards.findIndex((c) => c.rank > rank);
    cards.splice(at < 0 ? cards.length : at, 0, card);
  } else cards.push(card);
}

/** The cards that are not archived, as they will stand once every wish is granted. */
export function arranged(cards: Iterable<Card>, wishes: readonly Wish[], board: Board): Columns {
  // Before the board is read, nothing has a place.
  if (board.columns.length === 0) return new Map();
  const wanted = wishes.filter(pending);
  const touched = new Map<string, Wish[]>();
  for (const w of wanted) touched.set(w.task, [...(touched.get(w.task) ?? []), w]);
  const columns = new Map<string, Card[]>(board.columns.map((c) => [c.id, []]));
  const moving = new Map<string, Card>();
  for (const card of cards) {
    const ofIt = touched.get(card.id);
    const shown = ofIt ? ofIt.reduce((c, w) => granted(c, w.set, board), card) : card;
    if (shown.archived) continue;
    if (ofIt?.some((w) => w.set.place)) moving.set(card.id, shown);
    else columns.get(shown.column)?.push(shown);
  }
  for (const all of columns.values()) all.sort(byRank);
  for (const w of wanted) {
    if (w.base === null && !moving.has(w.task)) moving.set(w.task, draftOf(w, board));
    const card = moving.get(w.task);
    const { place } = w.set;
    if (!card || (!place && w.base !== null)) continue;
    // Only its last place counts.
    const later = wanted.some((other) => other.id > w.id && other.task === w.task && other.set.place);
    const drawn = touched.get(w.task)!.reduce((c, one) => granted(c, one.set, board), card);
    if (!later && !drawn.archived) insert(columns.get(drawn.column) ?? [], drawn, place ?? {});
  }
  return columns;
}

/** Where a card is: its column and the place in it; null when it is not on the board. */
export function spotOf(columns: Columns, id: string): { column: string; index: number } | null {
  for (const [column, cards] of columns) {
    const index = cards.findIndex((c) => c.id === id);
    if (index >= 0) return { column, index };
  }
  return null;
}

/** The place at which a card stands when it comes to `index` of a column, itself taken away before. */
export const placeAt = (columns: Columns, id: string, column: string, index: number): Place =>
  placeAmong(columns.get(column) ?? [], id, column, index);

/** The same, among some cards of the column. */
export function placeAmong(cards: readonly Card[], id: string, column: string, index: number): Place {
  const others = cards.filter((c) => c.id !== id);
  const at = Math.max(0, Math.min(index, others.length));
  return { column, after: at === 0 ? null : others[at - 1]!.id };
}

export type Step = "up" | "down" | "left" | "right";

/** Where a key takes a card; null at the edge of the board. */
export function stepOf(columns: Columns, id: string, step: Step): { column: string; index: number } | null {
  const spot = spotOf(columns, id);
  if (!spot) return null;
  if (step === "up") return spot.index > 0 ? { ...spot, index: spot.index - 1 } : null;
  if (step === "down") {
    const last = (columns.get(spot.column)?.length ?? 0) - 1;
    return spot.index < last ? { ...spot, index: spot.index + 1 } : null;
  }
  const ids = [...columns.keys()];
  const column = ids[ids.indexOf(spot.column) + (step === "left" ? -1 : 1)];
  return column === undefined ? null : { column, index: Math.min(spot.index, columns.get(column)!.length) };
}

/**
 * What is known with what came: of two versions of a card the later one, and without those that are gone. The same version
 * may tell of another comment or link.
 */
export function merged(
  known: ReadonlyMap<string, Card>,
  came: readonly Card[],
  gone: readonly string[] = [],
): ReadonlyMap<string, Card> {
  const news = came.filter((c) => (known.get(c.id)?.version ?? -1) <= c.version);
  const lost = gone.filter((id) => known.has(id));
  if (news.length + lost.length === 0) return known;
  const next = new Map(known);
  for (const card of news) next.set(card.id, card);
  for (const id of lost) next.delete(id);
  return next;
}
