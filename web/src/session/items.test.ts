import { expect, test } from "vitest";
import { type Item, sinceSaid } from "./items";
import type { StateLine } from "./stateLines";

const start: Item = { kind: "start", key: "start" };
const day: Item = { kind: "day", key: "day", ts: 0 };
const line: StateLine = { id: "$1", ts: 0, what: "joined", by: "Odile", to: "" };
const heap = (count: number): Item => ({ kind: "state", key: "state", lines: Array(count).fill(line), readers: [] });
const marked: Item = { kind: "new", key: "new" };

test("a heap of changes before anything was said is not shown", () => {
  expect(sinceSaid([start, day, heap(3)])).toEqual([start]);
  expect(sinceSaid([start, day, heap(3), marked])).toEqual([start, day, marked]);
});

test("a few changes are shown, and a heap that may have something before it", () => {
  expect(sinceSaid([start, day, heap(2)])).toEqual([start, day, heap(2)]);
  expect(sinceSaid([day, heap(3)])).toEqual([day, heap(3)]);
});
