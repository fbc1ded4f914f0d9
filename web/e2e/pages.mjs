/**
 * What a run must have looked at: every address that a feature declares, and everything that floats above the pages. It
 * is read from the sources, so that nobody has to keep a list of it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const source = join(import.meta.dirname, "..", "src");

/** The patterns of addresses that a file of features declares. */
export function patternsIn(text) {
  return [...text.matchAll(/\bpath: "([^"]+)"(?:,\s*pages: \[([^\]]*)\])?/g)].flatMap(([, path, pages]) => {
    if (pages !== undefined) return [...pages.matchAll(/"([^"]+)"/g)].map(([, page]) => page);
    if (/[*?]/.test(path)) throw new Error(`The pages of ${path} are not declared.`);
    return [path];
  });
}

const partsOf = (path) => path.split("/").slice(1);
const holds = (part) => part.startsWith(":");

/** The pattern of an address: of several that fit, the one that says most of it. Undefined when it leads nowhere. */
export function patternOf(address, patterns) {
  const said = partsOf(new URL(address, "http://here").pathname);
  const fits = patterns.filter((pattern) => {
    const parts = partsOf(pattern);
    return parts.length === said.length && parts.every((part, i) => (holds(part) ? said[i] !== "" : part === said[i]));
  });
  const open = (pattern) => partsOf(pattern).filter(holds).length;
  return fits.sort((a, b) => open(a) - open(b))[0];
}

/** What floats, by the keys of the texts it may be called by: dialogs by their title, menus by the button that opens them. */
export function floatingIn(text) {
  const keysOf = (part) => [...part.matchAll(/\bt\(\s*"([^"]+)"/g)].map(([, key]) => key);
  const dialogs = [...text.matchAll(/<(?:Dialog|Modal)(?=\s)/g)].map(({ index }) => titleIn(text.slice(index)));
  const menus = [...text.matchAll(/<(Menu|Popover)\.Target>(.*?)<\/\1\.Target>/gs)].map(([, , target]) => target);
  return [...dialogs, ...menus].map(keysOf);
}

/** The expression that gives a title, up to the brace that closes it. */
function titleIn(tag) {
  const from = tag.indexOf(" title={") + " title={".length;
  let depth = 1;
  let to = from;
  while (depth > 0 && to < tag.length) depth += { "{": 1, "}": -1 }[tag[to++]] ?? 0;
  return tag.slice(from, to);
}

const spaces = (text) => text.replace(/\s+/g, " ").trim();
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The texts of a key, its forms for one and for several too, as they may stand on the screen. */
export function textsOf(key, texts) {
  return Object.entries(texts)
    .filter(([name]) => name.replace(/_(one|other)$/, "") === key)
    .map(
      ([, text]) =>
        new RegExp(
          `^${spaces(text)
            .split(/\{\{\w+\}\}/)
            .map(quoted)
            .join(".*")}$`,
        ),
    );
}

/** What was not looked at: an empty list when nothing is left out. */
export function gaps({ patterns, floating, texts }, { addresses, names }) {
  const seen = new Set([...addresses].map((address) => patternOf(address, patterns)));
  const shown = [...names].map(spaces);
  const unnamed = floating.filter(({ keys }) => keys.length === 0).map(({ file }) => `${file}: no title to know it by`);
  const unseen = floating
    .filter(({ keys }) => keys.length > 0)
    .filter(
      ({ keys }) => !keys.some((key) => textsOf(key, texts).some((text) => shown.some((name) => text.test(name)))),
    )
    .map(({ file, keys }) => `${file}: ${keys.join(" or ")}`);
  return [...patterns.filter((pattern) => !seen.has(pattern)), ...unnamed, ...unseen];
}

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** The one dialog that all others are made of. */
const general = "ui/Dialog.tsx";

/** Everything there is, out of the sources. */
export function everything() {
  const files = [...filesUnder(source)].map((path) => ({ file: path.slice(source.length + 1), path }));
  const read = (test) =>
    files.filter(({ file }) => test(file)).map((f) => ({ ...f, text: readFileSync(f.path, "utf8") }));
  const patterns = read((file) => /^features\/\w+\/feature\.tsx?$/.test(file)).flatMap(({ text }) => patternsIn(text));
  const floating = read((file) => file.endsWith(".tsx") && file !== general).flatMap(({ file, text }) =>
    floatingIn(text).map((keys) => ({ file, keys })),
  );
  const texts = Object.assign(
    {},
    ...read((file) => /^i18n\/fr\/\w+\.json$/.test(file)).map(({ file, text }) => {
      const name = /(\w+)\.json$/.exec(file)[1];
      return Object.fromEntries(Object.entries(JSON.parse(text)).map(([key, said]) => [`${name}.${key}`, said]));
    }),
  );
  return { patterns, floating, texts };
}
