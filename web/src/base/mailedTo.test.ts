import { beforeEach, expect, test, vi } from "vitest";
import { keepAs, keptOf } from "./kept";
import { keepMailedTo } from "./mailedTo";

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  });
});

test("the address of a letter is in the field of who comes by it", () => {
  keepMailedTo("#lea@atelier.test");
  expect(keptOf("signIn.address")).toBe("lea@atelier.test");
});

test("a code that was asked for with another address is forgotten, and one with the same is not", () => {
  keepAs("signIn.address", "lea@atelier.test");
  keepAs("signIn.at", "12");
  keepMailedTo("#lea@atelier.test");
  expect(keptOf("signIn.at")).toBe("12");
  keepMailedTo("#ida@atelier.test");
  expect(keptOf("signIn.at")).toBeNull();
  expect(keptOf("signIn.address")).toBe("ida@atelier.test");
});

test("what is no address changes nothing", () => {
  keepAs("signIn.address", "lea@atelier.test");
  keepMailedTo("#main");
  keepMailedTo("");
  expect(keptOf("signIn.address")).toBe("lea@atelier.test");
});
