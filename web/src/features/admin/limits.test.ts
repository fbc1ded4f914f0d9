import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { T } from "../../i18n";
import { limitsOf } from "./limits";

const routes = new URL("../../../../server/src/main/java/parvis/app/LimitRoutes.java", import.meta.url);

test("each limit that the server tells has a name and a sentence", () => {
  const told = [...readFileSync(routes, "utf8").matchAll(/"([a-z_]+)", (?:config|aDay)\./g)].map((found) => found[1]);
  const key = ((name: string) => name) as unknown as T;
  const words = limitsOf(key);
  expect(told).toContain("rate_limits");
  expect(Object.keys(words).sort()).toEqual(told.filter((name) => name !== "rate_limits").sort());
  for (const { name, hint } of Object.values(words)) expect(name && hint).toBeTruthy();
});
