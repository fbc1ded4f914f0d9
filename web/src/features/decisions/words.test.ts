import { expect, test } from "vitest";
import type { DecisionCard } from "../../api/decisions";
import { Refusal } from "../../api/http";
import type { T } from "../../i18n";
import { filterIn, isFiltered, sentence, withAsked, yearOf, yearsOf } from "./words";

const t = ((key: string) => key) as unknown as T;
const refused = (status: number, errcode: string, error: string) => new Refusal(status, errcode, { errcode, error });

test("an address keeps what is asked of the register", () => {
  expect(filterIn("?q=été&year=2024")).toEqual({ text: "été", state: "", year: "2024" });
  expect(isFiltered(filterIn(""))).toBe(false);
  expect(withAsked("?q=a&state=draft", { q: "" })).toBe("?state=draft");
  expect(withAsked("?q=a", { q: "" })).toBe("");
});

test("a refusal says which field is wrong", () => {
  expect(sentence(refused(400, "M_INVALID_PARAM", '"supersedes" names a decision that was not taken'), t)).toBe(
    "decisions.wrong.supersedes",
  );
  expect(sentence(refused(400, "M_INVALID_PARAM", '"day" lies in the future'), t)).toBe("decisions.wrong.day");
  expect(sentence(refused(409, "FR_PARVIS_CHANGED", ""), t)).toBe("decisions.wrong.changed");
  expect(sentence(refused(409, "M_UNKNOWN", ""), t)).toBe("decisions.wrong.state");
  expect(sentence(refused(413, "M_TOO_LARGE", ""), t)).toBe("decisions.wrong.table");
  expect(sentence(refused(403, "M_RESOURCE_LIMIT_EXCEEDED", ""), t)).toBe("decisions.wrong.full");
});

test("a draft stands under the year in which it was made", () => {
  const draft = { day: null, made_at: new Date("2025-06-01").getTime() } as DecisionCard;
  expect(yearOf(draft)).toBe("2025");
  expect(yearOf({ ...draft, day: "2024-12-31" })).toBe("2024");
});

test("the years that have decisions can be asked for, and those behind the first page", () => {
  const of = (day: string) => ({ day }) as DecisionCard;
  const page = [of("2026-03-01"), of("2024-02-01"), of("2026-01-01")];
  expect(yearsOf(page, false)).toEqual(["2026", "2024"]);
  expect(yearsOf(page, true).slice(0, 4)).toEqual(["2026", "2024", "2023", "2022"]);
});
