import { expect, test } from "vitest";
import { proposedName } from "./names";

test("a user name is proposed that Matrix accepts", () => {
  expect(proposedName("Hélène Marchetti")).toBe("helene.marchetti");
  expect(proposedName("  Zoé  d’Œuvre-Ménard ")).toBe("zoe.d.oeuvre.menard");
  expect(proposedName("李")).toBe("");
  expect(proposedName("x".repeat(300)).length).toBe(60);
});
