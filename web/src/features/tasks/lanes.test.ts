import { expect, test } from "vitest";
import { boardOf, cardOf } from "./fixtures";
import { type LaneBy, laneFields, lanesOf, regrouped } from "./lanes";
import { pressedSort, sortedBy, sortIn } from "./sorting";

const board = { ...boardOf(), labels: [{ id: "l", name: "Logiciel", colour: 1 }] };
const cards = [
  cardOf("a", { assignees: ["@me:p", "@zoe:p"], priority: "low" }),
  cardOf("b", { assignees: ["@zoe:p"], labels: ["l"], priority: "urgent" }),
  cardOf("c", { column: "doing", labels: ["gone"] }),
];
const columns = new Map([
  ["todo", cards.slice(0, 2)],
  ["doing", cards.slice(2)],
  ["done", []],
]);
const lanes = (by: LaneBy) =>
  lanesOf(columns, by, board, "@me:p", (id) => id).map(({ key, columns: own, count }) => [
    key,
    [...own.values()]
      .flat()
      .map((card) => card.id)
      .join(""),
    count,
  ]);

test("lanes are mine first, the labels in their order, what presses most, and last what has none", () => {
  expect(lanes("who")).toEqual([
    ["@me:p", "a", 1],
    ["@zoe:p", "b", 1],
    ["", "c", 1],
  ]);
  expect(lanes("label")).toEqual([
    ["l", "b", 1],
    ["", "ac", 2],
  ]);
  expect(lanes("priority").map(([key]) => key)).toEqual(["urgent", "low", ""]);
});

test("who goes to another lane leaves the one before, and keeps the rest", () => {
  expect(regrouped(cards[0]!, "who", "@me:p", "@lou:p")).toEqual({ assignees: ["@lou:p", "@zoe:p"] });
  expect(regrouped(cards[0]!, "who", "@me:p", "")).toEqual({ assignees: ["@zoe:p"] });
  expect(regrouped(cards[1]!, "label", "l", "")).toEqual({ labels: [] });
  expect(regrouped(cards[1]!, "priority", "urgent", "")).toEqual({ priority: "none" });
});

test("the fields in which one is chosen are lanes as well", () => {
  const service = {
    id: "s",
    name: "Service",
    kind: "choice" as const,
    choices: [
      { id: "x", name: "X", colour: 1 },
      { id: "y", name: "Y", colour: 2 },
    ],
  };
  const contact = { id: "p", name: "Contact", kind: "person" as const };
  const asked = { ...boardOf(), fields: [service, contact, { id: "t", name: "Note", kind: "text" as const }] };
  const some = new Map([
    ["todo", [cardOf("a", { custom: { s: "y" } }), cardOf("b", { custom: { s: "gone", p: "@me:p" } })]],
  ]);
  const keys = (by: LaneBy) => lanesOf(some, by, asked, "@me:p", (id) => id).map(({ key, count }) => [key, count]);
  expect(keys("custom.s")).toEqual([
    ["x", 0],
    ["y", 1],
    ["", 1],
  ]);
  expect(keys("custom.p")).toEqual([
    ["@me:p", 1],
    ["", 1],
  ]);
  expect(laneFields(asked).map(({ id }) => id)).toEqual(["s", "p"]);
  expect(regrouped(cards[0]!, "custom.s", "y", "x")).toEqual({ custom: { s: "x" } });
  expect(regrouped(cards[0]!, "custom.s", "y", "")).toEqual({ custom: { s: null } });
});

test("a table is sorted up, down, and as the board again; what is not known stands last", () => {
  const words = (_: unknown, value: string | number) => `${value}`;
  const of = { board, personOf: (id: string) => ({ id, name: id, picture: null }), words };
  const sorted = (said: string) =>
    sortedBy(
      [cardOf("x", { due: null }), cardOf("y", { due: "2026-12-02" }), cardOf("z", { due: "2026-12-01" })],
      sortIn(said),
      of,
    )
      .map((card) => card.id)
      .join("");
  expect([sorted("due"), sorted("-due"), sorted(""), sorted("nonsense")]).toEqual(["zyx", "yzx", "xyz", "xyz"]);
  expect(sortedBy(cards, sortIn("priority"), of).map((card) => card.id)).toEqual(["b", "a", "c"]);
  expect([pressedSort(null, "due"), pressedSort(sortIn("due"), "due"), pressedSort(sortIn("-due"), "due")]).toEqual([
    "due",
    "-due",
    "",
  ]);
});
