import { expect, test } from "vitest";
import { beginOf, lineOf, placeOf, questionOf, searchPath } from "./paths";

test("an address holds the whole question", () => {
  const question = {
    words: "école & cantine",
    kind: "task" as const,
    space: "!a:b",
    room: null,
    person: "@c:b",
    from: "2026-11-01",
    until: null,
    latest: true,
  };
  expect(questionOf(searchPath(question).replace("/search", ""))).toEqual(question);
  expect(searchPath({})).toBe("/search");
});

test("what an address says wrongly is not asked", () => {
  const { kind, from, until } = questionOf("?q=a&kind=thing&from=yesterday&until=2026-13-45");
  expect([kind, from, until]).toEqual([null, null, null]);
});

test("a day begins at midnight here, and ends where the next one begins", () => {
  expect(new Date(beginOf("2026-03-01")).getHours()).toBe(0);
  expect(new Date(beginOf("2026-12-31", 1)).getFullYear()).toBe(2027);
});

test("what was said opens in its place", () => {
  const said = { event: "$e", room: "!r:b", room_name: "", sender: "@a:b", at: 0, text: "" };
  expect(placeOf(said, "message")).toBe("/rooms/!r%3Ab/event/%24e");
  expect(placeOf({ ...said, thread: "$t" }, "message")).toBe("/rooms/!r%3Ab/thread/%24t");
  expect(placeOf({ ...said, space: "!s:b", thread: "$t" }, "post")).toBe("/spaces/!s%3Ab/feed/%24t");
});

test("a post that was found shows its title without the signs that make it one", () => {
  expect(lineOf("### Nouvelle signalétique\n\nLa photo et la note.")).toBe(
    "Nouvelle signalétique · La photo et la note.",
  );
  expect(lineOf("### Nouvelle signalétique")).toBe("Nouvelle signalétique");
  expect(lineOf("#canal et #autre\nLa suite")).toBe("#canal et #autre\nLa suite");
});
