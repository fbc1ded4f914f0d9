import { expect, test } from "vitest";
import type { BoardField } from "../../api/tasks";
import { movedBy, numberIn, withField, withoutField } from "./custom";
import { filterIn, fits, noFilter, noValue } from "./filters";
import { boardOf, cardOf } from "./fixtures";
import { saidBy } from "./templating";
import { afterOutrun, fieldsOf, granted, type Wish, withWish } from "./wishes";

const field = (id: string, more: Partial<BoardField> = {}): BoardField => ({ id, name: id, kind: "text", ...more });
const board = { ...boardOf(), fields: [field("a"), field("b")] };

test.each([
  ["12", 12],
  ["1 200,5", 1200.5],
  ["-3.25", -3.25],
  ["", null],
  ["douze", undefined],
  ["1e9", undefined],
  ["1234567890123456", undefined],
])("%j is so much", (text, number) => expect(numberIn(text)).toBe(number));

test("a field comes, stays where it is, goes and comes back", () => {
  expect(withField(board, field("c")).fields?.map((f) => f.id)).toEqual(["a", "b", "c"]);
  expect(withField(board, field("a", { name: "A" })).fields?.map((f) => f.name)).toEqual(["A", "b"]);
  const gone = { ...board, ...withoutField(board, "a") };
  expect(withField(gone, field("a"), 0)).toEqual({ fields: board.fields });
  expect(movedBy(board.fields, "b", -1).map((f) => f.id)).toEqual(["b", "a"]);
  expect(movedBy(board.fields, "b", 1)).toBe(board.fields);
});

const wish = (custom: Wish["set"]["custom"], more: Partial<Wish> = {}): Wish => ({
  ...{ id: 1, space: "!s", task: "t", request: "r", base: 1, by: "@a:p", at: 0, state: "waiting" },
  set: custom ? { custom } : {},
  ...more,
});

test("each field of a board is wished by itself", () => {
  const both = withWish([wish({ a: "x" })], wish({ b: 2 }, { id: 2 }));
  expect(both.map((w) => w.set)).toEqual([{ custom: { a: "x", b: 2 } }]);
  expect(fieldsOf(both[0]!.set)).toEqual(["custom.a", "custom.b"]);
  expect(granted(cardOf("t", { custom: { a: "old", c: 1 } }), both[0]!.set, board).custom).toEqual({
    a: "x",
    b: 2,
    c: 1,
  });
  const task = { ...cardOf("t", { version: 4 }), description: "" };
  const left = afterOutrun(both, both[0]!, { fields: ["custom.a"], task }, "fresh");
  expect(left.map((w) => [w.state, w.set])).toEqual([
    ["outrun", { custom: { a: "x" } }],
    ["waiting", { custom: { b: 2 } }],
  ]);
});

test("a reminder goes into no other wish", () => {
  const remind = { days_before: 1, minute: 540, zone: "Europe/Paris" };
  expect(withWish([wish(undefined, { remind })], wish({ a: "x" }, { id: 2 }))).toHaveLength(2);
});

test("a filter by a field stands in the address", () => {
  const { custom } = filterIn("custom.a=x&custom.b=~");
  expect(custom).toEqual({ a: "x", b: noValue });
  const shown = (values: Record<string, string>) =>
    fits(cardOf("t", { custom: values }), { ...noFilter, custom }, "@a:p", "2026-11-26");
  expect([shown({ a: "x" }), shown({ a: "y" }), shown({ a: "x", b: "z" })]).toEqual([true, false, false]);
});

test("a template says what another task says, too", () => {
  const steps = [{ id: "s", text: "Un", done: true }];
  const of = {
    ...cardOf("t", { custom: { a: "x", gone: "y" }, assignees: ["@b:p"], due: "2026-12-01" }),
    description: "",
    checklist: steps,
  };
  expect(saidBy(of, board, false)).toEqual({
    title: "T",
    checklist: [{ ...steps[0], done: false }],
    custom: { a: "x" },
  });
  expect(saidBy(of, board, true).assignees).toEqual(["@b:p"]);
});
