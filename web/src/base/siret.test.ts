import { expect, test } from "vitest";
import { isSiret } from "./siret";

test("a SIRET has fourteen digits that add up, and the post office its own sum", () => {
  expect(isSiret("732 829 320 00074")).toBe(true);
  expect(isSiret("73282932000075")).toBe(false);
  expect(isSiret("7328293200007")).toBe(false);
  expect(isSiret("35600000049837")).toBe(true);
});
