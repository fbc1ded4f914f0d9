import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { expect, test } from "vitest";

/** As in STYLE.md. */
const linesMax = 70;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}
const isNode = (x: unknown): x is Node => typeof (x as Node | null)?.type === "string";

/** Every function below a node, itself included. */
function* functionsIn(of: unknown): Generator<Node> {
  if (Array.isArray(of)) for (const one of of) yield* functionsIn(one);
  if (!isNode(of)) return;
  if (/Function/.test(of.type) && "body" in of) yield of;
  for (const inside of Object.values(of)) if (typeof inside === "object") yield* functionsIn(inside);
}

/** `from:until` of each function that is too long, in lines. */
function tooLong(name: string, text: string): string[] {
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  return [...functionsIn(parseSync(name, text).program)]
    .map((f) => [lineAt(f.start), lineAt(f.end)] as const)
    .filter(([from, until]) => until - from + 1 > linesMax)
    .map(([from, until]) => `${name}:${from} has ${until - from + 1} lines`);
}

test.each([
  ["the client", "../src", 100],
  ["the journeys", "../e2e", 15],
])("no function of %s is longer than a page", (_, folder, filesMin) => {
  const root = join(import.meta.dirname, folder);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const sources = files.filter((name) => /\.(tsx?|mjs)$/.test(name) && !/\.(test|d)\.\w+$/.test(name));
  expect(sources.length).toBeGreaterThan(filesMin);
  expect(sources.flatMap((name) => tooLong(name, readFileSync(join(root, name), "utf8")))).toEqual([]);
});

test("a function that is too long is found, wherever it stands", () => {
  const inside = "const B = () => (\n<p>\n".concat("{1}\n".repeat(80), "</p>\n);\n");
  expect(tooLong("a.tsx", `function A() {\n${inside}return B;\n}\n`)).toEqual([
    "a.tsx:1 has 87 lines",
    "a.tsx:2 has 84 lines",
  ]);
});
