import { expect, test } from "vitest";
import { doneIn, doneWith } from "./done";

test("what is done is kept by its key, the latest of it", () => {
  const one = doneWith({}, "a", 1);
  expect(doneWith(one, "b", 2)).toEqual({ b: 2, a: 1 });
  expect(doneWith({ a: 1, b: 2 }, "a", null)).toEqual({ b: 2 });
  const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`k${i}`, i + 1]));
  const next = doneWith(many, "new", 1000);
  expect(Object.keys(next)).toHaveLength(400);
  expect(next.new).toBe(1000);
  expect(next.k0).toBeUndefined();
});

test("what others wrote there is read with care", () => {
  expect(doneIn(undefined)).toEqual({});
  expect(doneIn({ done: "x" })).toEqual({});
  expect(doneIn({ done: { a: 1, b: "x" } })).toEqual({ a: 1 });
});
