import { expect, test } from "vitest";
import { only, rowsIn } from "./sheets";

const head = '\ufeff"Numéro";"Titre"\r\n';
const rows = ['"1";"Une"\r\n', '"2";"À ""deux""\nlignes; et plus"\r\n', '"3";"Trois"\r\n'];

test("a row goes on over the lines that stand in quotes", () => {
  expect(rowsIn(head + rows.join(""))).toEqual([head, ...rows]);
  expect(rowsIn('"1";"sans fin"')).toEqual(['"1";"sans fin"']);
  expect(rowsIn("")).toEqual([]);
});

test("of a table those that are shown are taken, as they are shown", () => {
  expect(only(head + rows.join(""), [3, 2, 7])).toBe(head + rows[2] + rows[1]);
  expect(only(head + rows.join(""), [])).toBe(head);
});
