import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { typeset } from "./typography";

const source = join(import.meta.dirname, "..");

function* filesUnder(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

function textsOf(language: string): Map<string, string> {
  const folder = join(import.meta.dirname, language);
  const all = new Map<string, string>();
  for (const name of readdirSync(folder).filter((n) => n.endsWith(".json"))) {
    const entries = JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, string>;
    for (const [key, text] of Object.entries(entries)) all.set(`${name.slice(0, -5)}.${key}`, text);
  }
  return all;
}

const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const code = [...filesUnder(source)].filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".test.ts"));
const contents = code.map((path) => ({ path: path.slice(source.length + 1), text: readFileSync(path, "utf8") }));
const used = new Set<string>();
const notLiteral: string[] = [];
for (const { path, text } of contents) {
  for (const [, key] of text.matchAll(/(?<![\w.])t\(\s*"([^"]+)"/g)) used.add(key!);
  for (const [, key] of text.matchAll(/i18nKey="([^"]+)"/g)) used.add(key!);
  for (const [call] of text.matchAll(/(?<![\w.])t\(\s*[^"\s)][^)\n]*\)?/g)) notLiteral.push(`${path}: ${call}`);
  for (const [call] of text.matchAll(/i18nKey=\{[^}]*\}/g)) notLiteral.push(`${path}: ${call}`);
}
const texts = { fr: textsOf("fr"), en: textsOf("en") };
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

describe("the texts", () => {
  test("are asked for by a literal key", () => {
    expect(notLiteral).toEqual([]);
  });

  for (const language of ["fr", "en"] as const) {
    const bases = new Set([...texts[language].keys()].map(base));
    test(`none is missing in ${language}`, () => {
      expect([...used].filter((key) => !bases.has(key))).toEqual([]);
    });
    test(`none is unused in ${language}`, () => {
      expect([...bases].filter((key) => !used.has(key))).toEqual([]);
    });
  }

  test("of the administration are read there alone, since nobody else has them", () => {
    const elsewhere = contents.filter(
      ({ path, text }) => !path.startsWith("features/admin/") && /"(admin|journal)\.[\w.]+"/.test(text),
    );
    expect(elsewhere.map(({ path }) => path)).toEqual([]);
  });

  test("have the same keys in both languages", () => {
    expect([...texts.fr.keys()].sort()).toEqual([...texts.en.keys()].sort());
  });

  test("say the same variables in both languages", () => {
    const differing = [...texts.fr].filter(
      ([key, text]) => `${variables(text)}` !== `${variables(texts.en.get(key) ?? "")}`,
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test("are never empty", () => {
    for (const of of Object.values(texts)) expect([...of].filter(([, text]) => !text.trim())).toEqual([]);
  });

  test("follow French typography", () => {
    const faults = [...texts.fr].filter(([, text]) =>
      /[^\s\u00a0][;?!»]|[^\s\u00a0\d]:(?!\/\/)(?=\s)|«\S|['"]|\.\.\./.test(text.replace(/\{\{\w+\}\}/g, "x")),
    );
    expect(faults.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });
});

test("high punctuation in French gets its non-breaking space", () => {
  expect(typeset("Vraiment ? « Oui » : 12 000 km")).toBe(
    "Vraiment\u00a0? «\u00a0Oui\u00a0»\u00a0: 12\u00a0000\u00a0km",
  );
});
