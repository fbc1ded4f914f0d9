/**
 * Journeys of people in a real browser: `node e2e/run.mjs --url http://localhost:8008 [--setup LINK] [--demo] [--only WORD]`.
 * The server has open registration, or `--setup` gives the link it printed at its first start. With `--demo` it is a
 * demonstration, and only the journeys about that run. A file of `journeys/` exports `journeys`: `{ name, run(world), needs? }`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Browser } from "./browser.mjs";

const { values: asked } = parseArgs({
  options: {
    url: { type: "string", default: "http://localhost:8008" },
    setup: { type: "string" },
    demo: { type: "boolean" },
    only: { type: "string" },
  },
});

const folder = join(import.meta.dirname, "journeys");
const all = [];
for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith(".mjs")) continue;
  const { journeys } = await import(join(folder, file));
  all.push(...journeys.map((j) => ({ ...j, name: `${file.replace(/^\d+-|\.mjs$/g, "")}: ${j.name}` })));
}
const chosen = all.filter(
  (j) => (asked.demo ? j.needs === "demo" : !j.needs || asked[j.needs]) && (!asked.only || j.name.includes(asked.only)),
);

const browser = await Browser.open(asked.url);
const world = { browser, url: browser.url, setup: asked.setup };
let passed = 0;
let failed = 0;
for (const { name, run } of chosen) {
  const start = performance.now();
  try {
    const said = await run(world);
    passed++;
    console.log(`passed  ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)${said ? `: ${said}` : ""}`);
  } catch (fault) {
    await browser.lastPictures(name);
    failed++;
    console.log(`FAILED  ${name}\n${String(fault.stack ?? fault).replace(/^/gm, "        ")}`);
  }
}
await browser.close();
console.log(`${browser.audited} looks audited, pictures in web/target/pictures`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
