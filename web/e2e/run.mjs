/**
 * Journeys of people in a real browser: `node e2e/run.mjs [--url http://localhost:8008] [--setup LINK] [--demo] [--only WORD] [--pictures]`.
 * Without `--url` the run starts a server of its own, and stops it. Otherwise the server has open registration, or `--setup`
 * gives the link it printed at its first start. With `--demo` it is a demonstration, and only the journeys about that run.
 * A file of `journeys/` exports `journeys`: `{ name, run(world), needs? }`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Browser } from "./browser.mjs";
import { startServer } from "./server.mjs";

const { values: asked } = parseArgs({
  options: {
    url: { type: "string" },
    setup: { type: "string" },
    demo: { type: "boolean" },
    only: { type: "string" },
    pictures: { type: "boolean" },
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
  (j) =>
    (asked.demo ? j.needs === "demo" : !j.needs || (j.needs === "setup" && (asked.setup || !asked.url))) &&
    (!asked.only || j.name.includes(asked.only)),
);

const began = performance.now();
const firstDay = chosen.some((j) => j.needs === "setup");
const options = asked.demo ? ["--demo"] : firstDay ? [] : ["--registration", "open"];
const own = asked.url ? undefined : await startServer(...options);
const url = asked.url ?? own.url;
const setup = asked.setup ?? own?.setup;
if (own) console.log(`the server is ready (${((performance.now() - began) / 1000).toFixed(1)} s)`);

/** Windows at once: more would only wait for each other on two cores. */
const desks = 2;
let passed = 0;
let failed = 0;
let audited = 0;

async function walk(browser, { name, run }) {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    const said = await run({ browser, url: browser.url, setup });
    passed++;
    console.log(`passed  ${name} (${seconds()})${said ? `: ${said}` : ""}`);
  } catch (fault) {
    failed++;
    await browser.lastPictures(name);
    console.log(`FAILED  ${name} (${seconds()})\n${String(fault.stack ?? fault).replace(/^/gm, "        ")}`);
  }
}

/** Walks the journeys that are left, one after the other, in a browser of its own. */
async function desk(left) {
  const browser = await Browser.open(url, asked);
  for (let next = left.shift(); next; next = left.shift()) await walk(browser, next);
  audited += browser.audited;
  await browser.close();
}

// What a journey needs of the run changes the house for the others, so those come first and alone.
await desk(chosen.filter((j) => j.needs));
const left = chosen.filter((j) => !j.needs);
await Promise.all(Array.from({ length: Math.min(desks, left.length) }, () => desk(left)));
await own?.stop();
if (own && failed > 0) console.log(own.said());
console.log(`${audited} looks audited in ${((performance.now() - began) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
