/**
 * Journeys of people in a real browser: `node e2e/run.mjs [--url http://localhost:8008] [--setup LINK] [--demo] [--only WORD] [--pictures]`.
 * Without `--url` the run starts a server of its own, and stops it. Otherwise the server has open registration, or `--setup`
 * gives the link it printed at its first start. With `--demo` the server is a demonstration, and only the journeys about
 * that are walked.
 * A file of `journeys/` exports `journeys`: `{ name, run(world), needs? }`, where `needs` is "setup" (a first start) or "demo".
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Browser, seen } from "./browser.mjs";
import { everything, gaps, patternOf } from "./pages.mjs";
import { build, startServer } from "./server.mjs";

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
/** What there is to walk on: a house of the run's own, a demonstration of its own, or the one that was named. */
const has = {
  house: !asked.demo,
  setup: !asked.demo && (!asked.url || asked.setup !== undefined),
  demo: asked.demo || !asked.url,
};
const chosen = all.filter((j) => has[j.needs ?? "house"] && (!asked.only || new RegExp(asked.only).test(j.name)));
const of = (needs) => chosen.filter((j) => j.needs === needs);

const began = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const own = [];

/** Starts a server of the run's own, unless one was named. */
async function ready(name, ...options) {
  if (asked.url) return { url: asked.url, setup: asked.setup };
  const server = await startServer(name, ...options);
  own.push(server);
  console.log(`${name} is ready (${seconds(began)})`);
  return server;
}

if (!asked.url) build();
/** The servers by what a journey needs. Filling a demonstration takes a while, during which the others walk. */
const house =
  chosen.length > of("demo").length
    ? ready("journeys", ...(of("setup").length > 0 ? [] : ["--registration", "open"]))
    : undefined;
const demo = of("demo").length > 0 ? ready("journeys-demo", "--demo") : undefined;

/** A journey that hangs is ended, so that the others are walked. */
const journeyMaxMs = 90_000;
const tooLong = (ms) =>
  new Promise((_, fail) =>
    setTimeout(() => fail(new Error(`The journey took longer than ${ms / 1000} s.`)), ms).unref(),
  );

let passed = 0;
let failed = 0;
let audited = 0;

async function walk(browser, { name, run, needs }) {
  const { url, setup } = await (needs === "demo" ? demo : house);
  browser.url = url.replace(/\/$/, "");
  const start = performance.now();
  try {
    const said = await Promise.race([run({ browser, url: browser.url, setup }), tooLong(journeyMaxMs)]);
    passed++;
    console.log(`passed  ${name} (${seconds(start)})${said ? `: ${said}` : ""}`);
  } catch (fault) {
    failed++;
    await browser.lastPictures(name);
    console.log(`FAILED  ${name} (${seconds(start)})\n${String(fault.stack ?? fault).replace(/^/gm, "        ")}`);
  }
}

/** Walks the journeys that are left, one after the other, in a browser of its own. */
async function desk(left) {
  if (left.length === 0) return;
  const browser = await Browser.open(asked);
  for (let next = left.shift(); next; next = left.shift()) await walk(browser, next);
  audited += browser.audited;
  await browser.close();
}

// Two windows at once: more would only wait for each other on two cores. The first day changes the house for the
// others, so it comes first, and meanwhile the other desk walks in the demonstration.
const left = of(undefined);
const firstDay = desk(of("setup"));
const inDemo = desk(of("demo"));
await Promise.all([firstDay, Promise.all([firstDay, inDemo])].map((free) => free.then(() => desk(left))));

// Whoever walked everything has looked at everything, and followed a link of every kind.
if (chosen.length === all.length && failed === 0) {
  const known = everything();
  const left = gaps(known, seen);
  const opened = new Set([...seen.opened, ...[...seen.addresses].map((address) => patternOf(address, known.patterns))]);
  left.push(...[...seen.links].filter((pattern) => !opened.has(pattern)).map((pattern) => `a link to ${pattern}`));
  if (left.length === 0) passed++;
  else failed++;
  console.log(left.length === 0 ? "passed  every page was looked at" : `FAILED  not looked at:\n${left.join("\n")}`);
}
for (const server of own) {
  await server.stop();
  if (failed > 0) console.log(server.said());
}
console.log(`${audited} looks audited in ${seconds(began)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
