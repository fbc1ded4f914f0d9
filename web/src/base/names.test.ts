import { expect, test } from "vitest";
import { hueOf, initialsOf, plain, shortOf } from "./names";

test("initials are those of the first and the last word", () => {
  expect(initialsOf("Hélène Marchetti")).toBe("HM");
  expect(initialsOf("Paul-Henri Giraud")).toBe("PG");
  expect(initialsOf("@alix:parvis.test")).toBe("AT");
  expect(initialsOf("élodie")).toBe("É");
  expect(initialsOf("  ")).toBe("?");
});

test("a name shows neither control characters nor turned writing", () => {
  expect(plain("Alix\u202Exif\u0000 \u2066Morel\n")).toBe("Alix xif Morel");
  expect(plain("محمد")).toBe("محمد");
});

test("a name always has the same hue, one of thirty-six", () => {
  expect(hueOf("@alix:parvis.test")).toBe(hueOf("@alix:parvis.test"));
  for (let i = 0; i < 200; i++) expect(hueOf(`x${i}`) % 10).toBe(0);
  expect(new Set(Array.from({ length: 400 }, (_, i) => hueOf(`@p${i}:h`))).size).toBe(36);
});

test("a plate has few letters", () => {
  expect(shortOf("Plan communal de sauvegarde")).toBe("PCS");
  expect(shortOf("Sdis SDIS Val de Saône")).toBe("SDIS");
  expect(shortOf("Budget")).toBe("BU");
  expect(shortOf("Le réseau des directions de services à la mairie")).toBe("RDSM");
  expect(shortOf("🚒")).toBe("?");
});
