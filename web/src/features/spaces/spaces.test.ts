import { expect, test } from "vitest";
import type { SpaceMember } from "../../api/spaces";
import { groupsOf } from "./groups";
import { whereOf } from "./paths";
import { expectedIn } from "./wish";
import { joiningsOf } from "./words";

const member = (user_id: string, label?: string, external = false): SpaceMember => ({
  user_id,
  role: external ? "guest" : "contributor",
  ...(label ? { organisation: { id: label, label } } : {}),
  external: external ? {} : null,
  since: 0,
});

test("an address leads to one page of a space, or nowhere", () => {
  expect(whereOf("/spaces")).toEqual({ kind: "all" });
  expect(whereOf("/spaces/find")).toEqual({ kind: "find" });
  expect(whereOf("/spaces/find/more")).toBeNull();
  expect(whereOf("/spaces/requests/r1")).toEqual({ kind: "request", id: "r1" });
  expect(whereOf("/spaces/%21a%3Ab/members/%40c%3Ad")).toEqual({
    kind: "space",
    space: "!a:b",
    page: "members",
    part: "@c:d",
  });
  expect(whereOf("/spaces/nonsense")).toBeNull();
  expect(whereOf("/spaces/%21a/feed/x/y")).toBeNull();
});

test("people stand by organisation, those from outside first, then the largest", () => {
  const groups = groupsOf([
    member("@a:h", "Mairie"),
    member("@b:h", "CCAS"),
    member("@c:h", "Mairie"),
    member("@d:h", "Cabinet", true),
    member("@e:h"),
  ]);
  expect(groups.map(({ key, of }) => [key, of.map((m) => m.user_id)])).toEqual([
    ["guests", ["@d:h"]],
    ["Mairie", ["@a:h", "@c:h"]],
    ["CCAS", ["@b:h"]],
    ["", ["@e:h"]],
  ]);
});

test("a way in fits who may find the space", () => {
  expect(joiningsOf("public")).toEqual(["free", "approval"]);
  expect(joiningsOf("private")).toEqual(["approval", "invitation"]);
  expect(joiningsOf("secret")).toEqual(["invitation"]);
});

test("how many people are expected is a number, or not said; words are no number, and are not lost", () => {
  expect(expectedIn("")).toBeUndefined();
  expect(expectedIn(" 12 ")).toBe(12);
  expect(expectedIn("1 200")).toBe(1200);
  for (const wrong of ["une dizaine", "10 ou 12 personnes", "0", "-3", "1,5", "2000000"])
    expect(expectedIn(wrong)).toBeNull();
});
