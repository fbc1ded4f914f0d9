import { expect, test } from "vitest";
import { merged } from "./paged";

const ats = (...all: number[]) => all.map((at) => ({ at }));

test("two lists that are read to their ends are one, the latest first", () => {
  expect(merged({ all: ats(9, 4), more: false }, { all: ats(7, 1), more: false })).toEqual(ats(9, 7, 4, 1));
});

test("what is older than where a list was read to waits until that is read on", () => {
  expect(merged({ all: ats(9, 4), more: true }, { all: ats(7, 1), more: false })).toEqual(ats(9, 7, 4));
  expect(merged({ all: ats(9, 4), more: true }, { all: ats(7, 5), more: true })).toEqual(ats(9, 7, 5));
});
