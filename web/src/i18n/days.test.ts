import { afterEach, expect, test } from "vitest";
import { language } from "../base/preferences";
import { dayRead, dayShown, timeLater, timeRead, timeShown } from "./days";

afterEach(() => language.set("fr"));

test("a day is shown as people of the language write it, and read in every usual way", () => {
  language.set("fr");
  expect(dayShown("2026-11-04")).toBe("04/11/2026");
  const year = new Date().getFullYear();
  for (const written of ["4/11/2026", "04.11.26", "4 nov. 2026", "4 novembre 2026", "4 November 2026", "2026-11-04"])
    expect(dayRead(written), written).toBe("2026-11-04");
  expect(dayRead("1er août 2026")).toBe("2026-08-01");
  expect(dayRead("4/11")).toBe(`${year}-11-04`);
  expect(dayRead(" ")).toBe("");
  language.set("en");
  expect(dayShown("2026-11-04")).toBe("4 November 2026");
  expect(dayRead(dayShown("2026-11-04"))).toBe("2026-11-04");
});

test("what is no day is none, and a year that is not whole waits", () => {
  language.set("fr");
  for (const none of ["31/02/2026", "11/24/2026", "demain", "4 jui 2026", "4/11/202", "2026-13-01"])
    expect(dayRead(none), none).toBeNull();
  expect(dayRead("4/11/26", true)).toBeNull();
  expect(dayRead("4/11/2026", true)).toBe("2026-11-04");
});

test("a time is shown as people of the language write it, and read in every usual way", () => {
  language.set("fr");
  expect(timeShown("09:40")).toBe("9 h 40");
  for (const written of ["9 h 40", "9h40", "9:40", "0940", "9.40", "9:40 am"])
    expect(timeRead(written), written).toBe("09:40");
  expect([timeRead("14"), timeRead("9h"), timeRead("2 pm"), timeRead("12 am")]).toEqual([
    "14:00",
    "09:00",
    "14:00",
    "00:00",
  ]);
  for (const none of ["25 h", "9 h 70", "midi"]) expect(timeRead(none), none).toBeNull();
  language.set("en");
  expect(timeShown("09:40")).toBe("09:40");
  expect([timeLater("23:50", 15), timeLater("00:05", -15)]).toEqual(["00:05", "23:50"]);
});
