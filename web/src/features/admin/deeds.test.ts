import { expect, test } from "vitest";
import type { JournalLine } from "../../api/organisations";
import type { T } from "../../i18n";
import { deedOf } from "./deeds";
import { named } from "./told";

const t = ((key: string, values?: object) => [key, ...Object.values(values ?? {})].join("|")) as unknown as T;
const people = {
  "@u1:ville.example": { name: "Lou Martel", ended: false },
  "@u2:ville.example": { name: "Noé Petit", ended: false },
};
const told = (deed: string, about: string) => {
  const line: JournalLine = { at: 0, by: "@u1:ville.example", deed, about, names: Object.keys(people), people };
  return deedOf(named(line, t), t);
};

test("what was passed over is a sentence with the room's name", () => {
  const passed = "pass over access rules";
  expect(told(passed, "external_joining_invited !AbC:ville.example Salle: des fêtes")).toBe(
    "journal.passed.in|Salle: des fêtes|journal.passed.joined",
  );
  expect(told(passed, "room_made !AbC")).toBe("journal.passed|journal.passed.made");
  expect(told(passed, "unheard_of !AbC")).toBe("journal.passed|journal.passed.other");
});

test("what of an organisation was changed is a sentence", () => {
  const change = "change organisation rules";
  expect(told(change, "access rules exempt: @u1:ville.example @u2:ville.example")).toBe(
    "journal.exempt|Lou Martel, Noé Petit",
  );
  expect(
    told(change, "access rules on, access rules exempt: @u1:ville.example @u2:ville.example, accounts hold 30 days"),
  ).toBe("admin.deed.rulesOn · journal.exempt|Lou Martel, Noé Petit · journal.validity|30");
  expect(told(change, "access rules exempt: ")).toBe("journal.exempt.running");
  expect(told(change, "access rules exempt nobody")).toBe("journal.exempt.nobody");
  expect(told(change, "accounts hold 30 days")).toBe("journal.validity|30");
  expect(told("change organisation", "Mairie de Ville")).toBe("admin.deed.changed|Mairie de Ville");
  for (const name of ["access rules off", "guests by agents", "accounts hold 30 days"])
    expect(told("change organisation", name)).toBe(`admin.deed.changed|${name}`);
});

test("how many were invited stands apart from the space's name", () => {
  expect(told("invite by list", "Travaux: quai: 3")).toBe("journal.invited|Travaux: quai|3");
});
