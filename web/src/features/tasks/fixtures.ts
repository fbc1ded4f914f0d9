import type { Board, Card } from "../../api/tasks";

/** A board and its cards, for tests. */
export const boardOf = (): Board => ({
  version: 0,
  columns: [
    { id: "todo", name: "À faire", state: "open", limit: null },
    { id: "doing", name: "En cours", state: "open", limit: null },
    { id: "done", name: "Terminé", state: "validated", limit: null },
  ],
});
export const cardOf = (id: string, more: Partial<Card> = {}): Card => ({
  id,
  space: "!s",
  number: id.charCodeAt(0),
  version: 1,
  title: id.toUpperCase(),
  column: "todo",
  rank: id,
  state: "open",
  assignees: [],
  start: null,
  due: null,
  priority: "none",
  estimate_minutes: null,
  spent_minutes: null,
  archived: false,
  made_by: "@a:p",
  made_at: 0,
  changed_at: 0,
  ...more,
});
