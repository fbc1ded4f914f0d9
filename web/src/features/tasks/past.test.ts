import { expect, test } from "vitest";
import type { Column } from "../../api/tasks";
import { arrangings } from "./past";

const column = (id: string, more: Partial<Column> = {}): Column => ({
  id,
  name: id,
  state: "open",
  limit: null,
  ...more,
});

test("what became of a board is told thing by thing", () => {
  const from = [column("a"), column("b", { limit: 3 }), column("c"), column("d")];
  const to = [column("a", { name: "A" }), column("b"), column("c", { limit: 5, state: "done" }), column("e")];
  expect(arrangings(from, to)).toEqual([
    { did: "renamed", name: "A", was: "a" },
    { did: "unlimited", name: "b" },
    { did: "limited", name: "c", limit: 5 },
    { did: "changed", name: "c" },
    { did: "added", name: "e" },
    { did: "removed", name: "d" },
  ]);
});

test("where nothing but the order is another one, that is told", () => {
  expect(arrangings([column("a"), column("b")], [column("b"), column("a")])).toEqual([{ did: "moved", name: "" }]);
});
