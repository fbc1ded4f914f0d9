import i18next from "i18next";
import { expect, test } from "vitest";
import { ruleIn, ruleOf, ruleText, weekdayAt, workdays } from "./repeatRule";
import { repeatsWords } from "./repeatWords";

const texts = import.meta.glob<Record<string, string>>("../../i18n/fr/repeats.json", {
  eager: true,
  import: "default",
});
const said = Object.values(texts).flatMap((all) => Object.entries(all).map(([key, text]) => [`repeats.${key}`, text]));
const french = i18next.createInstance();
await french.init({
  lng: "fr",
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { fr: { translation: Object.fromEntries(said) } },
});
const words = (rule: string, when: "done" | "day" = "done") =>
  repeatsWords({ rule, when }, french.t).replace(/, une fois faite$/, "");

test.each([
  ["FREQ=DAILY", "Chaque jour"],
  ["FREQ=DAILY;INTERVAL=3", "Tous les 3 jours"],
  ["FREQ=WEEKLY", "Chaque semaine"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Du lundi au vendredi"],
  ["FREQ=WEEKLY;BYDAY=MO,TH", "Chaque lundi et jeudi"],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "Toutes les 2 semaines, le lundi et le jeudi"],
  ["FREQ=MONTHLY", "Chaque mois"],
  ["FREQ=MONTHLY;BYMONTHDAY=1", "Chaque mois, le 1er"],
  ["FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "Tous les 3 mois, le dernier jour"],
  ["FREQ=MONTHLY;BYDAY=2TU;UNTIL=20990630", "Chaque 2e mardi du mois, jusqu’au 30 juin 2099"],
  ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "Chaque dernier jour ouvré du mois"],
  ["FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15;COUNT=5", "Chaque année, le 15 juin, 5 fois"],
  ["FREQ=YEARLY;BYMONTH=4;BYDAY=-1FR", "Chaque année, le dernier vendredi d’avril"],
])("%s is said, and written again", (rule, said) => {
  expect(words(rule)).toBe(said);
  expect(ruleText(ruleIn(rule)!)).toBe(rule);
});

test("what calendars say otherwise is the same rule", () => {
  expect(ruleIn("INTERVAL=1;FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR")).toMatchObject({ freq: "WEEKLY", days: workdays });
  expect(ruleIn("FREQ=WEEKLY;UNTIL=20300102T000000Z")?.until).toBe("2030-01-02");
});

test.each(["FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=YEARLY;BYWEEKNO=3", "FREQ=DAILY;BYDAY=MO", "FREQ=HOURLY", "nonsense"])(
  "%s says more than people do here, and is told as it is",
  (rule) => {
    expect(ruleIn(rule)).toBeNull();
    expect(words(rule, "day")).toBe(`Selon la règle ${rule}, à date fixe`);
  },
);

test("a rule begins with the day of its task", () => {
  expect(ruleText(ruleOf("WEEKLY", "2026-12-08"))).toBe("FREQ=WEEKLY;BYDAY=TU");
  expect(ruleText(ruleOf("YEARLY", "2026-12-08"))).toBe("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=8");
  expect([weekdayAt("2026-12-08"), weekdayAt("2026-12-31")]).toMatchObject([
    { nth: 2, weekday: 1 },
    { nth: -1, weekday: 3 },
  ]);
});
