import { expect, test } from "vitest";
import { meet } from "./toast";

const toast = { left: 16, right: 344, top: 520, bottom: 564 };

test("a toast meets a dialog that reaches over its place, and none beside or above it", () => {
  expect(meet(toast, { left: 0, right: 360, top: 40, bottom: 640 })).toBe(true);
  expect(meet(toast, { left: 0, right: 360, top: 40, bottom: 520 })).toBe(false);
  expect(meet(toast, { left: 400, right: 900, top: 40, bottom: 640 })).toBe(false);
});
