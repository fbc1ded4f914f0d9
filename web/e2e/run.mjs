/**
 * Journeys of people in a real browser: `node e2e/run.mjs [--url http://localhost:8008] [--demo] [--only WORD] [--pictures]`.
 * Without `--url` the run starts servers of its own, and stops them; otherwise the server has open registration. With
 * `--demo` the server is a demonstration, and only the journeys about that are walked.
 * A file of `journeys/` exports `journeys`: `{ name, run(world), needs?, long? }`, where `needs` is "setup" (a first start),
 * "demo" or "post" (a demonstration that has a mail server), and `long` says that its text is short and it is not.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Browser, seen } from "./browser.mjs";
import { openMailServer } from "./mails.mjs";
import { everything, gaps, patternOf } from "./pages.mjs";
import { openPushService } from "./pushes.mjs";
import { build, startServer, whereNoonIs } from "./server.mjs";

const { values: asked } = parseArgs({
  options: {
    url: { type: "string" },
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
/** What there is to walk on: houses of the run's own, or the one that was named. */
const has = {
  house: !asked.demo,
  setup: !asked.demo && !asked.url,
  demo: asked.demo || !asked.url,
  post: !asked.url,
};
const chosen = all.filter((j) => has[j.needs ?? "house"] && (!asked.only || new RegExp(asked.only).test(j.name)));

const began = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const own = [];

/** What stands behind the servers of the run: the push service of a browser's maker, and a mail server. */
const push = asked.url ? undefined : await openPushService();
const post = asked.url ? undefined : await openMailServer();

const pushed = () => ({
  believes: push.cert,
  PARVIS_PUSH_SERVICE_NETWORKS: "127.0.0.1/32",
  PARVIS_TIME_ZONE: whereNoonIs(),
});
const mailing = () => ({
  PARVIS_MAIL_HOST: "127.0.0.1",
  PARVIS_MAIL_PORT: `${post.port}`,
  PARVIS_MAIL_SECURITY: "none",
  PARVIS_MAIL_FROM: "parvis@ville.example",
});
const starts = {
  house: { options: ["--registration", "open"], settings: pushed },
  setup: { options: [], settings: () => ({}) },
  demo: { options: ["--demo"], settings: mailing },
};
/** On which server a journey is walked. */
const houseOf = ({ needs = "house" }) => (needs === "post" ? "demo" : needs);

/** The servers by what a journey needs, started one after the other while people walk already. */
const servers = new Map();
let starting = Promise.resolve();
if (!asked.url) build();
for (const [needs, { options, settings }] of Object.entries(starts)) {
  if (!chosen.some((j) => houseOf(j) === needs)) continue;
  starting = starting.then(async () => {
    if (asked.url) return { url: asked.url };
    const name = `journeys-${needs}`;
    const server = await startServer(name, options, settings());
    own.push(server);
    console.log(`${name} is ready (${seconds(began)})`);
    return server;
  });
  servers.set(needs, starting);
}

/** A journey that hangs is ended, so that the others are walked; the longest, the administration, takes 111 s beside two others and a build. */
const journeyMaxMs = 120_000;
const tooLong = (ms) =>
  new Promise((_, fail) =>
    setTimeout(() => fail(new Error(`The journey took longer than ${ms / 1000} s.`)), ms).unref(),
  );

let passed = 0;
let audited = 0;
/** What failed, told when it does and once more at the end, where the last lines of a log show it. */
const faults = [];
const tell = (fault) => {
  faults.push(fault);
  console.log(fault);
};

async function walk(browser, journey) {
  const { name, run } = journey;
  const { url, setup } = await servers.get(houseOf(journey));
  browser.url = url.replace(/\/$/, "");
  const start = performance.now();
  try {
    const said = await Promise.race([run({ browser, url: browser.url, setup, push, post }), tooLong(journeyMaxMs)]);
    passed++;
    console.log(`passed  ${name} (${seconds(start)})${said ? `: ${said}` : ""}`);
  } catch (fault) {
    await browser.lastPictures(name);
    tell(`FAILED  ${name} (${seconds(start)})\n${String(fault.stack ?? fault).replace(/^/gm, "        ")}`);
  }
}

/** Walks the stories that are left, one after the other, in a browser of its own. */
async function desk(left) {
  if (left.length === 0) return;
  const browser = await Browser.open(asked);
  for (let story = left.shift(); story; story = left.shift()) for (const journey of story) await walk(browser, journey);
  audited += browser.audited;
  await browser.close();
}

// Three at once on two cores: each waits for its pages now and then. The longest stories come first, so that all end together;
// what is told of the first day is one story. How long one is, its text tells, unless it says so itself.
const longest = 100_000;
const firstDay = chosen.filter((j) => j.needs === "setup");
const stories = [firstDay, ...chosen.filter((j) => j.needs !== "setup").map((j) => [j])];
const length = (story) => story.reduce((sum, { run, long }) => sum + (long ? longest : run.toString().length), 0);
const left = stories.toSorted((a, b) => length(b) - length(a));
await Promise.all([desk(left), desk(left), desk(left)]);

// Whoever walked everything has looked at everything, and followed a link of every kind.
if (chosen.length === all.length && faults.length === 0) {
  const known = everything();
  const left = gaps(known, seen);
  const opened = new Set([...seen.opened, ...[...seen.addresses].map((address) => patternOf(address, known.patterns))]);
  left.push(...[...seen.links].filter((pattern) => !opened.has(pattern)).map((pattern) => `a link to ${pattern}`));
  if (left.length === 0) {
    passed++;
    console.log("passed  every page was looked at");
  } else tell(`FAILED  not looked at:\n${left.join("\n")}`);
}
for (const server of own) {
  await server.stop();
  if (faults.length > 0) console.log(server.said());
}
console.log(`${audited} looks audited in ${seconds(began)}`);
for (const fault of faults) console.log(fault);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length > 0 ? 1 : 0);
