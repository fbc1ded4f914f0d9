import { expect, test } from "vitest";
import type { JournalLine } from "../../api/organisations";
import type { T } from "../../i18n";
import { named } from "./told";

const t = ((key: string) => key) as unknown as T;
const people = {
  "@u1:ville.example:8448": { name: "Lou Martel", ended: false },
  "@u2:ville.example": { ended: true },
};
const line = (about: string, names = Object.keys(people)): JournalLine => ({
  at: 0,
  by: "@u1:ville.example:8448",
  deed: "d",
  about,
  names,
  people,
});

test("ids are names where these are known, and who has gone is said to have", () => {
  expect(named(line("@u2:ville.example"), t).about).toBe("ui.closed");
  expect(named(line("@u1:ville.example:8448: cheffe de bureau"), t).about).toBe("Lou Martel: cheffe de bureau");
  expect(named(line("lea@ville.example"), t).about).toBe("lea@ville.example");
  expect(named(line("@u3:ville.example 2 fois"), t).about).toBe("@u3:ville.example 2 fois");
  expect(named(line(""), t).who).toBe("Lou Martel");
});

test("what people call something is nobody, whatever it looks like", () => {
  expect(named(line("@u1:ville.example:8448: 3", []), t).about).toBe("@u1:ville.example:8448: 3");
});
