import { type Board, type BoardField, type Card, type Priority, priorities, type Wished } from "../../api/tasks";
import type { Columns } from "./order";
import { customId, customWord } from "./wishes";

/** A field of the board by its word: one in which somebody, or one of some things, is chosen. */
export type LaneBy = "who" | "label" | "priority" | `custom.${string}`;

const cutting: readonly BoardField["kind"][] = ["choice", "person"];
/** The fields by which a board can be cut into lanes. */
export const laneFields = ({ fields = [] }: Board): readonly BoardField[] =>
  fields.filter((field) => cutting.includes(field.kind));
/** The field by which it is cut; undefined where it is cut by what every task has. */
export const fieldOf = (by: LaneBy, board: Board): BoardField | undefined =>
  laneFields(board).find((field) => customWord(field.id) === by);

/** Some cards of a board that have one thing in common: a person, a label, a priority, what they say in a field. */
export interface Lane {
  /** What they have in common; empty: nothing of the kind. */
  readonly key: string;
  readonly columns: Columns;
  readonly count: number;
}

/** Where a card stands that may have several: with the first. */
export function laneKey(card: Card, by: LaneBy): string {
  switch (by) {
    case "who":
      return card.assignees[0] ?? "";
    case "label":
      return card.labels?.[0] ?? "";
    case "priority":
      return card.priority === "none" ? "" : card.priority;
    default:
      return `${card.custom?.[customId(by) ?? ""] ?? ""}`;
  }
}

/** What is offered as a lane before a task is there: labels, or the choices of a field; undefined for the rest. */
export function offered(by: LaneBy, board: Board): readonly string[] | undefined {
  if (by === "label") return (board.labels ?? []).map((l) => l.id);
  const field = fieldOf(by, board);
  return field?.kind === "choice" ? (field.choices ?? []).map((one) => one.id) : undefined;
}

/** The lanes in their order: that of the labels, of what presses most, or of names, mine first; last what has none. */
function inOrder(keys: readonly string[], by: LaneBy, board: Board, me: string, nameOf: (id: string) => string) {
  const order = offered(by, board);
  const rank = (key: string): number => {
    if (key === "") return Number.MAX_SAFE_INTEGER;
    if (order) return order.indexOf(key);
    if (by === "priority") return priorities.length - priorities.indexOf(key as Priority);
    return key === me ? 0 : 1;
  };
  const name = (key: string) => (by === "priority" || order ? key : nameOf(key));
  return [...keys].sort((a, b) => rank(a) - rank(b) || name(a).localeCompare(name(b), "fr"));
}

export function lanesOf(
  columns: Columns,
  by: LaneBy,
  board: Board,
  me: string,
  nameOf: (id: string) => string,
): Lane[] {
  const all = [...columns.values()].flat();
  // What waits for its first task can be dropped upon, too.
  const order = offered(by, board);
  const known = (card: Card) => {
    const key = laneKey(card, by);
    return order && !order.includes(key) ? "" : key;
  };
  const keys = [...new Set([...(order ?? []), ...all.map(known), ""])];
  return inOrder(keys, by, board, me, nameOf).map((key) => {
    const own = new Map([...columns].map(([id, cards]) => [id, cards.filter((card) => known(card) === key)]));
    return { key, columns: own, count: [...own.values()].reduce((sum, cards) => sum + cards.length, 0) };
  });
}

const exchanged = (all: readonly string[], from: string, to: string): readonly string[] => {
  const rest = all.filter((id) => id !== from && id !== to);
  return to === "" ? rest : [to, ...rest];
};

/** What changes of a card that goes from one lane to another. */
export function regrouped(card: Card, by: LaneBy, from: string, to: string): Wished {
  switch (by) {
    case "who":
      return { assignees: exchanged(card.assignees, from, to) };
    case "label":
      return { labels: exchanged(card.labels ?? [], from, to) };
    case "priority":
      return { priority: (to || "none") as Priority };
    default:
      return { custom: { [customId(by) ?? ""]: to || null } };
  }
}
