import { expect, test } from "vitest";
import { lookOf, opened, sameLook, searchOf, unnamed, viewIn } from "./views";

const late = { id: "v1", name: "En retard", shared: false, look: { view: "list", due: "late" } };

test("a look is what an address says of how tasks are looked at", () => {
  expect(lookOf("?saved=v1&view=list&due=late&archived=yes&q=")).toEqual(late.look);
  expect(lookOf("")).toEqual({});
  expect(viewIn("view=list&saved=v1")).toBe("v1");
  expect(viewIn("view=list")).toBeNull();
});

test("two looks are the same in whatever order they are said, and differ by any value", () => {
  expect(sameLook(lookOf("due=late&view=list"), late.look)).toBe(true);
  expect(sameLook(lookOf("due=late"), late.look)).toBe(false);
  expect(sameLook(lookOf("due=late&view=list&who=me"), late.look)).toBe(false);
  expect(sameLook(lookOf("due=week&view=list"), late.look)).toBe(false);
});

test("a link to a view is opened as it was kept, and one that says more stays as it is", () => {
  expect(opened("saved=v1", late)).toBe("?saved=v1&view=list&due=late");
  expect(opened("saved=v1&view=table", late)).toBeNull();
  expect(opened("saved=v1", { ...late, look: {} })).toBeNull();
  expect(lookOf(searchOf(late))).toEqual(late.look);
  expect(searchOf({ id: "v2", look: { saved: "v1", archived: "yes", by: "who" } })).toBe("?saved=v2&by=who");
  expect(unnamed("saved=v1&view=list")).toBe("?view=list");
  expect(unnamed("saved=v1")).toBe("");
});
