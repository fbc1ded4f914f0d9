import { expect, test } from "vitest";
import { fieldsOf, momentOf, momentsFrom } from "./moments";

const at = (text: string) => new Date(text).getTime();
const offered = (text: string) =>
  momentsFrom(at(text)).map(({ key, at: when }) => [key, fieldsOf(when).date.slice(8), fieldsOf(when).time]);

test("the moments offered depend on the hour and on the day of the week", () => {
  // 2026-11-25 is a Wednesday.
  expect(offered("2026-11-25T10:12")).toEqual([
    ["today", "25", "14:00"],
    ["tomorrow", "26", "09:00"],
  ]);
  expect(offered("2026-11-25T13:45")[0]).toEqual(["today", "25", "18:00"]);
  expect(offered("2026-11-25T17:31")).toEqual([["tomorrow", "26", "09:00"]]);
  expect(offered("2026-11-27T20:00")).toEqual([
    ["tomorrow", "28", "09:00"],
    ["monday", "30", "09:00"],
  ]);
  expect(offered("2026-11-28T20:00").at(-1)).toEqual(["monday", "30", "09:00"]);
  expect(offered("2026-11-29T20:00")).toEqual([["tomorrow", "30", "09:00"]]);
});

test("tomorrow morning is at nine after a night that is an hour longer", () => {
  expect(offered("2026-10-24T20:00")[0]).toEqual(["tomorrow", "25", "09:00"]);
});

test("a moment goes through its fields and back, and half a date is none", () => {
  const moment = at("2026-03-05T07:08");
  const { date, time } = fieldsOf(moment);
  expect([date, time]).toEqual(["2026-03-05", "07:08"]);
  expect(momentOf(date, time)).toBe(moment);
  expect(momentOf("", "07:08")).toBeNull();
  expect(momentOf("2026-03-05", "")).toBeNull();
  expect(momentOf("2026-13-45", "07:08")).toBeNull();
});
