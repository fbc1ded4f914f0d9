import { expect, test } from "vitest";
import { pinnedAfter } from "./pinned";

const many = Array.from({ length: 150 }, (_, i) => `$${i}`);

test("what is pinned beyond what is shown stays", () => {
  expect(pinnedAfter(many, "$new", true)).toEqual(["$new", ...many]);
  expect(pinnedAfter(many, "$7", false)).toEqual(many.filter((id) => id !== "$7"));
});

test("what is pinned again comes first, once", () => {
  expect(pinnedAfter(many, "$140", true).slice(0, 2)).toEqual(["$140", "$0"]);
  expect(pinnedAfter(many, "$140", true)).toHaveLength(150);
});
