import { expect, test } from "vitest";
import { matches, parts } from "./match";
import { nextFrom } from "./next";
import { pressed } from "./pressed";

test("every word typed begins a word, without accents or case", () => {
  expect(matches("heln", "Hélène")).toBe(false);
  expect(matches("HELE mar", "Hélène Marchetti")).toBe(true);
  expect(matches("mar hel", "Hélène Marchetti")).toBe(true);
  expect(matches("œuvre", "Chef d’œuvre")).toBe(true);
  expect(matches("lukasz", "Łukasz Straße")).toBe(true);
  expect(matches("reseau", "Réseau d’eau")).toBe(true);
  expect(matches("", "n’importe quoi")).toBe(true);
  expect(matches("réglages", "Profil", "Réglages")).toBe(true);
});

test("what was typed is marked where it stands", () => {
  expect(parts("Plan communal", "plan")).toEqual([
    { text: "Plan", hit: true },
    { text: " communal", hit: false },
  ]);
  expect(parts("Emplanter", "plan")).toEqual([{ text: "Emplanter", hit: false }]);
  expect(parts("Été", "ete")).toEqual([{ text: "Été", hit: true }]);
});

test("one goes back only to an address of this site", () => {
  expect(nextFrom("next=%2Frooms%2Fa")).toBe("/rooms/a");
  expect(nextFrom("next=%2F%2Felsewhere.example")).toBeNull();
  expect(nextFrom("next=%2F%5Celsewhere.example")).toBeNull();
  expect(nextFrom("next=https%3A%2F%2Felsewhere.example")).toBeNull();
  expect(nextFrom("next=%2Fsign-in")).toBeNull();
  expect(nextFrom("")).toBeNull();
});

const key = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", true>> = {}) =>
  pressed({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test("keys have one name on every keyboard", () => {
  expect(key("K", { ctrlKey: true, shiftKey: true })).toBe("mod+shift+k");
  expect(key("k", { metaKey: true })).toBe("mod+k");
  expect(key("?", { shiftKey: true })).toBe("?");
  expect(key("ArrowUp", { altKey: true, shiftKey: true })).toBe("alt+shift+arrowup");
  expect(key("F6", { shiftKey: true })).toBe("shift+f6");
});
