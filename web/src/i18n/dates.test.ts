import { expect, test } from "vitest";
import { isoDay, monthsLater, msOfDay } from "./dates";

test("months are those of the calendar, and a shorter one has its last day", () => {
  const later = (day: string, count: number) => isoDay(monthsLater(msOfDay(day), count));
  expect(later("2026-11-26", 6)).toBe("2027-05-26");
  expect(later("2026-08-31", 6)).toBe("2027-02-28");
  expect(later("2026-01-31", 1)).toBe("2026-02-28");
  expect(later("2026-12-01", 1)).toBe("2027-01-01");
});
