import { expect, test } from "vitest";
import { formatted } from "./format";
import { eventPath, threadPath, whereOf } from "./paths";

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
test("a link asks for its address", () => {
  const change = formatted("la mairie", 3, 9, "link");
  expect(change.text).toBe("[mairie](https://)");
  expect(change.text.slice(...change.select)).toBe("https://");
});
test("an address leads where it was made for, and nowhere else", () => {
  expect(whereOf(threadPath("!a:b", "$e/1"))).toMatchObject({ room: "!a:b", panel: { kind: "thread", root: "$e/1" } });
  expect(whereOf(eventPath("!a:b", "$e"))).toMatchObject({ event: "$e" });
  expect(whereOf("/rooms")).toEqual({ kind: "list" });
  for (const path of ["/rooms/x", "/rooms/!a/what", "/rooms/new/more", "/rooms/!a/members/x", "/other"])
    expect(whereOf(path)).toBe(null);
});
