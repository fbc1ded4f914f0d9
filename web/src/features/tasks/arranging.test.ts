import { afterEach, expect, test, vi } from "vitest";
import type { Board } from "../../api/tasks";
import { columnAt, rearranged, withColumn, withLabel } from "./arranging";
import { boardOf } from "./fixtures";

afterEach(() => vi.unstubAllGlobals());

const board = boardOf();
const names = ({ columns = [] }: Partial<Board>) => columns.map((c) => c.name).join();

test("columns are changed in place, and come before and behind each other", () => {
  expect(names(withColumn(board, { ...board.columns[0]!, name: "Idées" }))).toBe("Idées,En cours,Terminé");
  expect(names(columnAt(board, "done", 0))).toBe("Terminé,À faire,En cours");
  expect(names(columnAt(board, "todo", 2))).toBe("En cours,Terminé,À faire");
  expect(names(columnAt(board, "gone", 1))).toBe("À faire,En cours,Terminé");
});

test("a label is made once, and changed from then on", () => {
  const label = { id: "l", name: "Technique", colour: 1 };
  const once = { ...board, ...withLabel(board, label) };
  expect(withLabel(once, { ...label, name: "Outils" }).labels).toEqual([{ ...label, name: "Outils" }]);
});

test("a board that somebody arranged meanwhile is arranged as it stands then", async () => {
  const theirs = { ...board, version: 7, columns: board.columns.slice(0, 2) };
  const asked: { base: number; columns: Board["columns"] }[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body));
    return asked.length === 1
      ? Response.json({ errcode: "FR_PARVIS_CHANGED", board: theirs }, { status: 409 })
      : Response.json({ ...theirs, version: 8 });
  });
  const done = await rearranged("!s", board, (now) => columnAt(now, "doing", 0));
  expect(done.version).toBe(8);
  expect(asked.map((one) => one.base)).toEqual([0, 7]);
  expect(names({ columns: asked[1]!.columns })).toBe("En cours,À faire");
});
