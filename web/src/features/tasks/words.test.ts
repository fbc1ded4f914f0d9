import { expect, test } from "vitest";
import { filterIn, weekEnd, withAsked } from "./filters";
import { minutesIn, minutesWords, titlesIn } from "./words";

test.each([
  ["1h30", 90],
  ["1 h 30", 90],
  ["1,5 h", 90],
  ["45 min", 45],
  ["2h", 120],
  ["deux heures", 120],
  ["Une heure et demie", 90],
  ["une demi-heure", 30],
  ["half an hour", 30],
  ["2 hours and ten minutes", 130],
  ["trois heures 15", 195],
  ["90", 90],
  ["", null],
  ["demain", undefined],
])("%j is so many minutes", (text, minutes) => expect(minutesIn(text)).toBe(minutes));

test("minutes are said in hours", () => {
  expect([90, 45, 120, null].map(minutesWords)).toEqual(["1\u00a0h\u00a030", "45\u00a0min", "2\u00a0h", ""]);
});

test("each line of a list is a title", () => {
  expect(titlesIn("- Un\n\n 2. Deux\r\n[ ] Trois\n")).toEqual(["Un", "Deux", "Trois"]);
});

test("a filter stands in the address and comes out of it again", () => {
  const asked = withAsked("view=list", { q: "été", who: "me", due: "" });
  expect(filterIn(asked.slice(1))).toMatchObject({ text: "été", who: "me", due: "" });
  expect(withAsked(asked.slice(1), { q: "", who: "" })).toBe("?view=list");
});

test("a week goes up to its Sunday", () => {
  expect(weekEnd("2026-11-26")).toBe("2026-11-29");
  expect(weekEnd("2026-11-29")).toBe("2026-11-29");
});
