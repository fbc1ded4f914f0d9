import { expect, test } from "vitest";
import { toHtml } from "../session/markdown";
import { continued, formatted, linkTo, wholeAddress } from "./format";
import { eventPath, roomOfSpacePath, threadPath, whereOf } from "./paths";

const done = (text: string, from: number, to: number, how: Parameters<typeof formatted>[3]) => {
  const change = formatted(text, from, to, how);
  return text.slice(0, change.from) + change.text + text.slice(change.to);
};

test("a format goes around what is selected, and comes off again", () => {
  expect(done("un mot", 3, 6, "bold")).toBe("un **mot**");
  expect(done("un **mot**", 5, 8, "bold")).toBe("un mot");
  expect(done("a\nb", 0, 3, "code")).toBe("```\na\nb\n```");
});
test("a list or a quote takes whole lines", () => {
  expect(done("un\ndeux", 1, 5, "list")).toBe("- un\n- deux");
  expect(done("> un", 2, 4, "quote")).toBe("un");
});
test("a new line goes on with a list, and an empty point ends it", () => {
  const next = (text: string) => {
    const change = continued(text, text.length);
    return change && text.slice(0, change.from) + change.text;
  };
  expect(next("1. premier")).toBe("1. premier\n2. ");
  expect(next("a\n9) neuf")).toBe("a\n9) neuf\n10) ");
  expect(next("  - un")).toBe("  - un\n  - ");
  expect(next("- un\n- ")).toBe("- un\n");
  for (const text of ["2026. Une année", "premier", "-un", "1.2", ""]) expect(next(text)).toBe(null);
});
test("an address is made whole, and words lead to it", () => {
  expect(wholeAddress(" mairie.fr ")).toBe("https://mairie.fr");
  expect(wholeAddress("https://ville.example/a_(b)")).toBe("https://ville.example/a_(b)");
  expect(wholeAddress("paul@mairie.example")).toBe("mailto:paul@mairie.example");
  for (const typed of ["", "mairie", "deux mots.fr", "javascript:alert(1)", "https://"])
    expect(wholeAddress(typed)).toBe(null);
  const html = (text: string) => toHtml(text, () => null, []);
  expect(html(linkTo("la [mairie]", "https://ville.example/a_(b)"))).toBe(
    '<a href="https://ville.example/a_%28b%29">la [mairie]</a>',
  );
  expect(linkTo(" ", "https://ville.example")).toBe("[https://ville.example](https://ville.example)");
});
test("an address leads where it was made for, and nowhere else", () => {
  expect(whereOf(threadPath("!a:b", "$e/1"))).toMatchObject({ room: "!a:b", panel: { kind: "thread", root: "$e/1" } });
  expect(whereOf(eventPath("!a:b", "$e"))).toMatchObject({ event: "$e" });
  expect(whereOf("/rooms")).toEqual({ kind: "list" });
  expect(whereOf("/rooms/!a%3Ab")).toMatchObject({ room: "!a:b", space: null });
  expect(whereOf(`${roomOfSpacePath("!s:b", "!a:b")}/about`)).toMatchObject({
    room: "!a:b",
    space: "!s:b",
    panel: { kind: "about" },
  });
  for (const path of ["/spaces/!s/rooms", "/spaces/!s/rooms/new", "/spaces/!s/rooms/!a/what", "/spaces/!s/feed"])
    expect(whereOf(path)).toBeNull();
  for (const path of ["/rooms/x", "/rooms/!a/what", "/rooms/new/more", "/rooms/!a/members/x", "/other"])
    expect(whereOf(path)).toBe(null);
});
