import { expect, test } from "vitest";
import { sharedNames } from "./nameOf";

test("names that several people have are told", () => {
  const called = (user_id: string, display_name?: string) => ({ user_id, ...(display_name ? { display_name } : {}) });
  const all = [called("@a:x", "Noé Petit"), called("@b:x", "Lou Martel"), called("@c:x", "Noé Petit"), called("@d:x")];
  expect([...sharedNames(all)]).toEqual(["Noé Petit"]);
  expect(sharedNames(all.slice(1)).size).toBe(0);
});
