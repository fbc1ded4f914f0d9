import { expect, test } from "vitest";
import { barsOf } from "./recording";

test("however long a recording is, its loudness becomes so many bars as are drawn", () => {
  expect(barsOf([])).toEqual([]);
  expect(barsOf([0.5, 2], 4)).toEqual([512, 1024]);
  expect(barsOf([0, 0.25, 0.5, 0, 0, 1, 0.1], 3)).toEqual([512, 1024, 102]);
  expect(barsOf(new Array(1000).fill(0.1)).length).toBeLessThanOrEqual(64);
});
