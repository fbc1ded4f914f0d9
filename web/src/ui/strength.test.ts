import { expect, test } from "vitest";
import { strengthOf } from "./strength";

test("a password that others have, or that is one's own name, is weak; a sentence is strong", () => {
  expect(strengthOf("azertyuiop", [])).toBeLessThan(2);
  expect(strengthOf("password123", [])).toBe(0);
  expect(strengthOf("marchetti", ["Hélène", "Marchetti"])).toBe(0);
  expect(strengthOf("trois pompiers lisent sous la pluie", [])).toBe(4);
  expect(strengthOf("x".repeat(500), [])).toBeLessThan(2);
});
