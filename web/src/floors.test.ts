import { readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { expect, test } from "vitest";

/** From above to below, as in README.md; everybody may use `i18n`. */
const floors = ["features", "message", "shell", "session", "ui", "api", "base"];

interface Place {
  readonly floor: string;
  /** Of a feature, its folder. */
  readonly part: string;
}
const placeOf = (path: string): Place => {
  const [floor = "", part = ""] = path.split("/");
  return { floor, part: floor === "features" && path.split("/").length > 2 ? part : "" };
};

/** The imports of a file that go up, or from one feature to another. */
function astray(name: string, text: string): string[] {
  const from = placeOf(name);
  const imported = [...text.matchAll(/(?:from |import\(|import )"(\.[^"]+)"/g)].map(([, path]) =>
    normalize(join(name, "..", path!)),
  );
  return imported
    .filter((path) => {
      const to = placeOf(path);
      const up = floors.indexOf(to.floor) < floors.indexOf(from.floor);
      // The list of features is what the shell is made of.
      const listed = path === "features" && from.floor === "shell";
      const across = from.part !== "" && to.floor === "features" && to.part !== from.part;
      return floors.includes(to.floor) && ((up && !listed) || across);
    })
    .map((path) => `${name} imports ${path}`);
}

test("imports go down, and features never import each other", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const sources = files.filter((name) => /\.tsx?$/.test(name) && floors.includes(placeOf(name).floor));
  expect(sources.length).toBeGreaterThan(200);
  const read = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
  expect(sources.flatMap((name) => astray(name, read(name)))).toEqual([]);
});

test("an import that goes astray is found", () => {
  expect(astray("features/a/A.tsx", 'import { b } from "../b/b";\nimport c from "../../message/c";')).toEqual([
    "features/a/A.tsx imports features/b/b",
  ]);
  expect(astray("session/a.ts", 'const p = import("../shell/p");\nimport { t } from "../i18n";')).toEqual([
    "session/a.ts imports shell/p",
  ]);
  expect(astray("shell/App.tsx", 'import { features } from "../features";\nimport "../message/x";')).toEqual([
    "shell/App.tsx imports message/x",
  ]);
});
