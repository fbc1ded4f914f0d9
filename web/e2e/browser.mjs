import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { cutWords } from "./cuts.mjs";
import { broken, inks } from "./inks.mjs";
import { look } from "./look.mjs";
import { everything, patternOf } from "./pages.mjs";

const pictures = join(import.meta.dirname, "..", "target", "pictures");
mkdirSync(pictures, { recursive: true });

/** What the browser has and nobody here needs; its last list alone counts, so those of Playwright stand in it, too. */
const without = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  // A process that waits for a second page, of which a window here has none.
  "SpareRendererForSitePerProcess",
  // Two pages of its own behind the address bar of each window, which cost more than the window.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
];
const flags = [
  `--disable-features=${without.join(",")}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A microphone that hums, and that nobody needs to allow.
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  // No page lives so long that compiling it well would be paid back.
  "--js-flags=--max-lazy --no-maglev --no-turbofan",
];
const wcag = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
const colours = "color-contrast";
const contrast = { runOnly: { type: "rule", values: [colours] } };
const whole = { runOnly: wcag };
const structure = { runOnly: wcag, rules: { [colours]: { enabled: false } } };
/** Sheets of styles are read whole for a rule on turned telephones alone, which is none of these. */
const preload = { assets: ["media"] };
/** The structure of a page is the same in light and dark; its colours are others, and one ink is judged once. */
const looks = [
  { width: 1440, height: 900, scheme: "light" },
  { width: 1440, height: 900, scheme: "dark" },
  { width: 360, height: 740, scheme: "dark" },
  { width: 360, height: 740, scheme: "light" },
];
/** The short form of axe: every window reads it once. */
const axe = readFileSync(join(import.meta.dirname, "..", "node_modules", "axe-core", "axe.min.js"), "utf8");
/** What the browser says of an answer above 399; the pages say it better. */
const expectedNoise = /Failed to load resource/;

export class Fault extends Error {}
export function must(holds, sentence) {
  if (!holds) throw new Fault(sentence);
}

/** Waits until something holds that no page tells of. */
export async function until(holds, sentence, maxMs = untilMaxMs) {
  const deadline = Date.now() + maxMs;
  while (!(await holds())) {
    must(Date.now() < deadline, sentence);
    await new Promise((resolve) => setTimeout(resolve, untilEveryMs));
  }
}
const untilMaxMs = 15_000;
const untilEveryMs = 40;

/** Until a page has taken its new size and light, and what comes or goes has done so. */
const drawn = async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  await frame();
  await frame();
  const moving = document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime < 1000);
  if (moving.length === 0) return;
  await Promise.allSettled(moving.map((a) => a.finished));
  await frame();
};

/** The inks that were judged, of all pages of the run. */
const judged = new Set();

const freshInks = async (page) => (await page.evaluate(inks)).filter((ink) => !judged.has(ink));

/** Chromium; and the same without windows of its own around the pages, which draws a fifth less, where Debian's package of it is. */
const program = process.env.CHROMIUM ?? "/usr/bin/chromium";
const bare = join(dirname(program), "chromium-headless-shell");

/** What is wrong to the eye: in the dark a page has other colours, and nothing else. */
async function seenOf(page) {
  const there = await page.evaluate(look);
  note(page, there);
  return [...there.faults, ...there.links.filter(leadsNowhere).map((href) => `${href} leads nowhere`)];
}

/** What axe finds; it is put into a page once. Contrast is judged where a page has an ink that no page had before. */
async function violationsIn(page, light) {
  const fresh = await freshInks(page);
  if (!light && fresh.length === 0) return [];
  const rules = !light ? contrast : fresh.length > 0 ? whole : structure;
  const asked = broken({ ...rules, resultTypes: ["violations"], elementRef: false, preload });
  let found = await page.evaluate(asked);
  if (found === undefined) {
    await page.evaluate(axe);
    found = await page.evaluate(asked);
  }
  if (found.length === 0) for (const ink of fresh) judged.add(ink);
  return found;
}

const { patterns } = everything();
/** What was looked at by all browsers: addresses, the names of what floats, and which kinds of links were opened. */
export const seen = { addresses: new Set(), names: new Set(), links: new Set(), opened: new Set() };

const noWorker = () => {
  if (navigator.serviceWorker) navigator.serviceWorker.register = () => Promise.reject(new Error("not in this window"));
};

/** One browser for a whole run. Every window it opens watches for errors and for requests to hosts other than its own and those `besides`. */
export class Browser {
  constructor(inner, pictured) {
    /** Where its windows open, unless they say otherwise. */
    this.url = undefined;
    this.inner = inner;
    this.pictured = pictured;
    this.audited = 0;
    /** Windows that are free, by what they were opened with. */
    this.left = new Map();
  }

  static async open({ pictures: pictured = false } = {}) {
    const executablePath = existsSync(bare) ? bare : program;
    return new Browser(await chromium.launch({ executablePath, args: flags }), pictured);
  }

  /**
   * A window with its own storage: a person at a desk of their own. It keeps no copy of the whole client, which takes
   * longer than most journeys, unless the journey is about its service worker. Nothing moves by itself, which would only
   * be waited for, unless the journey wants it to. It is one that somebody left, swept, where there is one: it has read
   * and compiled the client already. `apart`: it is new, and nobody has it afterwards. `full`: it is one of a browser with
   * windows of its own, which can show notifications, and where a finger leaves no mouse behind.
   */
  async window({
    width = 1440,
    height = 900,
    scheme = "light",
    locale = "fr-FR",
    touch = false,
    worker = false,
    motion = false,
    url = this.url,
    besides = [],
    full = false,
    apart = worker || full || besides.length > 0,
  } = {}) {
    const kind = [locale, touch, worker, url, ...besides].join(" ");
    if (!this.left.has(kind)) this.left.set(kind, []);
    const left = this.left.get(kind);
    const page = (!apart && left.pop()) || (await this.opened({ locale, touch, worker, full, url, besides }));
    page.motion = motion;
    page.faults = [];
    page.leave = apart ? () => page.context().close() : async () => left.push(await sweep(page, url));
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: motion ? "no-preference" : "reduce" });
    return page;
  }

  async opened({ locale, touch, worker, full, url, besides }) {
    if (full) this.other ??= await chromium.launch({ executablePath: program, args: flags });
    const context = await (full ? this.other : this.inner).newContext({ locale, baseURL: url, hasTouch: touch });
    context.setDefaultTimeout(15_000);
    if (!worker) await context.addInitScript(noWorker);
    const page = await context.newPage();
    page.on("pageerror", (e) => page.faults.push(`error: ${e.message}`));
    page.on("console", (m) => {
      if (m.type() === "error" && !expectedNoise.test(m.text())) page.faults.push(`console: ${m.text()}`);
    });
    const own = [new URL(url).host, ...besides];
    context.on("request", (r) => {
      const to = new URL(r.url());
      if (/^(http|ws)/.test(to.protocol) && !own.includes(to.host))
        page.faults.push(`request to another host: ${to.host}`);
    });
    return page;
  }

  /**
   * Looks at a page in every size and light: axe, no sideways scroll, one main heading, links and buttons that do
   * something, and a picture when they are asked for. `phone` and `desk`: what only one of them has.
   */
  async audit(page, name, { phone = false, desk = false } = {}) {
    const before = page.viewportSize();
    const found = [];
    for (const { width, height, scheme } of looks) {
      if (width > 360 ? phone : desk) continue;
      const light = scheme === "light";
      if (width === 360 && !light && !phone) continue;
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      if (light || this.pictured || (await freshInks(page)).length > 0) await page.evaluate(drawn);
      const faults = light ? await seenOf(page) : [];
      if (light) faults.push(...(await page.evaluate(cutWords)));
      faults.push(...(await violationsIn(page, light)));
      found.push(...faults.map((fault) => `${name}, ${width} ${scheme}: ${fault}`));
      if (this.pictured) await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`) });
      this.audited++;
    }
    await page.setViewportSize(before);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: page.motion ? "no-preference" : "reduce" });
    must(found.length === 0, found.join("\n"));
  }

  /** What was on the screens when a journey failed; then closes them. */
  async lastPictures(name) {
    let window = 0;
    for (const context of [this.inner, this.other].flatMap((one) => one?.contexts() ?? [])) {
      for (const page of context.pages()) {
        const file = `failed-${name.replace(/[^a-z0-9]+/gi, "-")}-${++window}.png`;
        await page.screenshot({ path: join(pictures, file) }).catch(() => {});
        if (page.faults?.length) console.log(page.faults.join("\n"));
      }
      await context.close();
    }
    this.left.clear();
  }

  async close() {
    await this.other?.close();
    await this.inner.close();
  }
}

/** Takes everything out of a window that somebody has left there, so that the next one finds it as new. */
async function sweep(page, url) {
  const context = page.context();
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.arrival?.dispose();
  page.arrival = undefined;
  page.links = undefined;
  page.expected = undefined;
  await page.unrouteAll();
  await context.clearPermissions();
  // A document without a program: what a page puts away when it is left is there by now.
  await page.goto(`${url}/icon.svg`);
  page.tools ??= await context.newCDPSession(page);
  await page.tools.send("Storage.clearDataForOrigin", { origin: new URL(url).origin, storageTypes: "all" });
  await page.evaluate(() => sessionStorage.clear());
  // What lies below a mouse is hovered, also where nobody has one.
  await page.mouse.move(-1, -1);
  return page;
}

/** A link of this site to an address that no feature declares. The root leads home. */
const leadsNowhere = (href) => !/^\/($|[?#])/.test(href) && patternOf(href, patterns) === undefined;

/** Remembers what was seen of a page, for the account of the whole run. */
function note(page, { address, names, links, signedIn }) {
  seen.addresses.add(address);
  for (const name of names) seen.names.add(name);
  for (const href of links) {
    const pattern = patternOf(href, patterns);
    if (!pattern) continue;
    seen.links.add(pattern);
    page.links ??= new Map();
    page.links.set(`${pattern} ${signedIn}`, { pattern, href, signedIn });
  }
}

/** Follows one link of each kind that was seen in this window and that nobody followed yet: the page must be there. */
async function follow(page) {
  const signedIn = await page.evaluate(() => localStorage.getItem("parvis.account") !== null).catch(() => null);
  for (const { pattern, href, signedIn: asSeen } of page.links?.values() ?? []) {
    if (seen.opened.has(pattern) || asSeen !== signedIn) continue;
    seen.opened.add(pattern);
    await page.evaluate((to) => history.pushState(null, "", to), href);
    await page.evaluate(drawn);
    await page.locator("h1:visible").first().waitFor();
    const lost = await page
      .getByRole("heading", { name: /^(Cette page n’existe pas|This page does not exist)/ })
      .count();
    must(lost === 0, `${href} leads nowhere`);
  }
}

/** Ends a window; what went wrong in it without showing counts, unless the journey said that it expects it. */
export async function done(...pages) {
  for (const page of pages) {
    await follow(page);
    const faults = page.faults.filter((fault) => !page.expected?.test(fault));
    must(faults.length === 0, faults.join("\n"));
    await page.leave();
  }
}
