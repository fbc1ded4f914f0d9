import { expect, test } from "vitest";
import { titleFrom } from "../../message/titleFrom";
import { calledIn } from "./called";
import { movedTo, stepChanges, stepsIn, stepsMax, ticked, withSteps } from "./steps";
import { targetOf } from "./targets";

const steps = ["a", "b", "c"].map((id) => ({ id, text: id, done: false }));
const ids = (of: readonly { id: string }[]) => of.map((step) => step.id).join("");

test("a step goes up and down, and no further", () => {
  expect(ids(movedTo(steps, "a", 1))).toBe("bac");
  expect(ids(movedTo(steps, "c", 0))).toBe("cab");
  for (const [id, index] of [
    ["a", -1],
    ["c", 3],
    ["b", 1],
    ["x", 0],
  ] as const)
    expect(movedTo(steps, id, index)).toBe(steps);
});

test("lines that are pasted become steps, as many as a task may have", () => {
  expect(stepsIn("- Lire\n\n2) Écrire\n[x] Signer")).toEqual(["Lire", "Écrire", "Signer"]);
  const many = withSteps(
    steps,
    Array.from({ length: stepsMax }, (_, i) => `${i}`),
  );
  expect(many).toHaveLength(stepsMax);
  expect(new Set(many.map((step) => step.id)).size).toBe(stepsMax);
  expect(ticked(steps, "b").map((step) => step.done)).toEqual([false, true, false]);
});

test("an address leads to a message, a post or a task of this house, and to nothing else", () => {
  const origin = "https://parvis.example";
  const feedOf = (space: string) => (space === "!s:p" ? "!feed:p" : null);
  const of = (text: string) => targetOf(text, origin, feedOf);
  expect(of(`${origin}/rooms/!r%3Ap/event/%24e`)).toEqual({ kind: "message", room: "!r:p", event: "$e" });
  expect(of(`${origin}/rooms/!r%3Ap/thread/%24e`)).toEqual({ kind: "message", room: "!r:p", event: "$e" });
  const inSpace = `${origin}/spaces/!s%3Ap/rooms/!r%3Ap/event/%24e`;
  expect(of(inSpace)).toEqual({ kind: "message", room: "!r:p", event: "$e" });
  expect(of("/spaces/!s%3Ap/feed/%24e")).toEqual({ kind: "message", room: "!feed:p", event: "$e" });
  expect(of(` ${origin}/spaces/!s%3Ap/tasks/abc?view=list `)).toEqual({ kind: "task", task: "abc" });
  const nowhere = [
    "Relire",
    `${origin}/rooms/!r`,
    "https://other.example/rooms/!r/event/$e",
    "/spaces/!x/feed/$e",
    "/%",
  ];
  expect(nowhere.map(of)).toEqual(nowhere.map(() => null));
});

test("a title is the first sentence of what was said", () => {
  expect(titleFrom("Il faut relire les écrans.  Qui s’en charge ?")).toBe("Il faut relire les écrans");
  expect(titleFrom("Qui relit les écrans ? Moi.")).toBe("Qui relit les écrans ?");
  expect(titleFrom("Art. 3 du règlement\nà revoir")).toBe("Art. 3 du règlement à revoir");
  expect(titleFrom("mot ".repeat(100)).length).toBeLessThanOrEqual(200);
});

test("who is called stands out, the longer name first", () => {
  const people = [
    { id: "@lou:p", name: "Lou" },
    { id: "@loulou:p", name: "Lou Martel" },
  ];
  const said = calledIn("@Lou Martel et @Lou, bonjour", people).map((part) => [part.text, part.who?.id]);
  expect(said).toEqual([
    ["@Lou Martel", "@loulou:p"],
    [" et ", undefined],
    ["@Lou", "@lou:p"],
    [", bonjour", undefined],
  ]);
});

test("what became of the steps is told, one by one", () => {
  const [a, b] = steps;
  const to = [
    { ...a!, done: true },
    { ...b!, text: "bis" },
    { id: "d", text: "d", done: false },
  ];
  expect(stepChanges(steps, to)).toEqual([
    { did: "ticked", text: "a" },
    { did: "reworded", text: "bis" },
    { did: "added", text: "d" },
    { did: "removed", text: "c" },
  ]);
  expect(stepChanges(steps, movedTo(steps, "a", 2))).toEqual([{ did: "moved", text: "" }]);
});
