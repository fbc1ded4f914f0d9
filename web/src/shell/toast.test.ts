import { expect, test } from "vitest";
import { liftOver, meet } from "./toast";

const toast = { left: 16, right: 344, top: 520, bottom: 564 };

test("a toast meets a dialog that reaches over its place, and none beside or above it", () => {
  expect(meet(toast, { left: 0, right: 360, top: 40, bottom: 640 })).toBe(true);
  expect(meet(toast, { left: 0, right: 360, top: 40, bottom: 520 })).toBe(false);
  expect(meet(toast, { left: 400, right: 900, top: 40, bottom: 640 })).toBe(false);
});

test("a toast stands above the fields that it would cover, and stays where no place is left", () => {
  const comment = { left: 12, right: 348, top: 530, bottom: 600 };
  const above = { left: 12, right: 348, top: 470, bottom: 520 };
  expect(liftOver(toast, [])).toBe(0);
  expect(liftOver(toast, [above])).toBe(0);
  expect(liftOver(toast, [comment])).toBe(564 - 530 + 8);
  expect(liftOver(toast, [above, comment])).toBe(564 - 470 + 8);
  expect(liftOver(toast, [{ left: 400, right: 900, top: 0, bottom: 640 }])).toBe(0);
  expect(liftOver(toast, [{ left: 0, right: 360, top: 0, bottom: 640 }])).toBe(0);
});
