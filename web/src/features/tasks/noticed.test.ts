import { expect, test } from "vitest";
import { cardOf } from "./fixtures";
import { type Called, calledBy, isOver, type Standing } from "./noticed";

const me = "@me:here";
const notice = (kind: string) =>
  calledBy({ kind, task: "t", space_id: "!s:here", title: "Relire", by: "@helene:here" }) as Called;
const standing = (more: Partial<NonNullable<Standing["task"]>>, said: Standing["said"] = []): Standing => ({
  task: { ...cardOf("t"), description: "", assignees: [me], ...more },
  said,
});
const now = new Date("2026-11-27T10:00").getTime();
const over = (kind: string, of: Standing) => isOver(notice(kind), of, me, now, now);

test("a notice of something else is none of a task", () => {
  expect(calledBy(undefined)).toBeNull();
  expect(calledBy({ kind: "decision_taken", decision: "d" })).toBeNull();
  expect(calledBy({ kind: "task_assigned" })).toBeNull();
});

test("what was given to me is over once it is done, given to another one, put away or gone", () => {
  expect(over("task_assigned", standing({}))).toBe(false);
  expect(over("task_assigned", standing({ state: "done" }))).toBe(true);
  expect(over("task_assigned", standing({ assignees: [] }))).toBe(true);
  expect(over("task_assigned", standing({ archived: true }))).toBe(true);
  expect(over("task_assigned", { task: null, said: [] })).toBe(true);
});

test("what is due soon waits until it is done or put off", () => {
  expect(over("task_due", standing({ due: "2026-11-28" }))).toBe(false);
  expect(over("task_due", standing({ due: "2026-11-26" }))).toBe(false);
  expect(over("task_due", standing({ due: "2026-12-09" }))).toBe(true);
  expect(over("task_due", standing({ due: null }))).toBe(true);
});

test("what I watch is told until I watch it no more", () => {
  expect(over("task_watched", standing({ watchers: [me] }))).toBe(false);
  expect(over("task_watched", standing({ watchers: [me], state: "done" }))).toBe(false);
  expect(over("task_watched", standing({ watchers: ["@helene:here"] }))).toBe(true);
});

test("what calls me is over once I have answered, and what is to be validated once somebody has judged", () => {
  const said = (by: string, at: number) => [{ id: "c", by, at, text: "Oui.", mentions: [] }];
  expect(over("task_mentioned", standing({}, said("@helene:here", now + 1)))).toBe(false);
  expect(over("task_mentioned", standing({}, said(me, now - 1)))).toBe(false);
  expect(over("task_mentioned", standing({}, said(me, now + 1)))).toBe(true);
  expect(over("task_to_validate", standing({ state: "done" }))).toBe(false);
  expect(over("task_to_validate", standing({ state: "open" }))).toBe(true);
  expect(over("task_validated", standing({ state: "validated" }))).toBe(false);
});
