import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const pictures = join(import.meta.dirname, "..", "target", "pictures");
mkdirSync(pictures, { recursive: true });

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The structure of a page is the same in every look: all of axe runs once, then what a look can change. */
const looks = [
  { width: 1440, height: 900, scheme: "light", axe: (builder) => builder.withTags(rules), pictured: true },
  { width: 1440, height: 900, scheme: "dark", axe: (builder) => builder.withRules(["color-contrast"]) },
  { width: 360, height: 740, scheme: "dark" },
  { width: 360, height: 740, scheme: "light", axe: (builder) => builder.withRules(["target-size"]) },
];
/** What the browser says of an answer above 399; the pages say it better. */
const expectedNoise = /Failed to load resource/;

export class Fault extends Error {}
export function must(holds, sentence) {
  if (!holds) throw new Fault(sentence);
}

/** Waits until something holds that no page tells of. */
export async function until(holds, sentence) {
  const deadline = Date.now() + untilMaxMs;
  while (!(await holds())) {
    must(Date.now() < deadline, sentence);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const untilMaxMs = 15_000;

/** How long menus and dialogs take to go. */
const closingMs = 200;
/** Until a page has taken its new size and light: what follows from them may take a second turn. */
const drawn = () =>
  new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(resolve)))),
  );

/** What axe finds. It is put into a page once, and tells of what is right only that it is. */
async function violationsIn(page, chosen) {
  const there = await page.evaluate(() => "axe" in window);
  const builder = new AxeBuilder({ page, ...(there ? { axeSource: "undefined" } : {}) });
  const axe = chosen(builder.setLegacyMode().options({ resultTypes: ["violations"] }));
  return (await axe.analyze()).violations;
}

/** One browser for a whole run. Every window it opens watches for errors and for requests to other hosts. */
export class Browser {
  constructor(inner, allPictures) {
    /** Where its windows open, unless they say otherwise. */
    this.url = undefined;
    this.inner = inner;
    this.allPictures = allPictures;
    this.audited = 0;
  }

  static async open({ pictures: allPictures = false } = {}) {
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    return new Browser(await chromium.launch({ executablePath, args: flags }), allPictures);
  }

  /** A new window with its own storage: a person at a desk of their own. */
  async window({ width = 1440, height = 900, scheme = "light", locale = "fr-FR", touch = false, url = this.url } = {}) {
    const context = await this.inner.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      locale,
      baseURL: url,
      hasTouch: touch,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.faults = [];
    page.on("pageerror", (e) => page.faults.push(`error: ${e.message}`));
    page.on("console", (m) => {
      if (m.type() === "error" && !expectedNoise.test(m.text())) page.faults.push(`console: ${m.text()}`);
    });
    const own = new URL(url).host;
    context.on("request", (r) => {
      const to = new URL(r.url());
      if (/^(http|ws)/.test(to.protocol) && to.host !== own) page.faults.push(`request to another host: ${to.host}`);
    });
    return page;
  }

  /**
   * Looks at a page in every size and light: axe, no sideways scroll, one main heading, a picture of the first look, of
   * all if asked. `phone`: a page that only a phone has.
   */
  async audit(page, name, { phone = false } = {}) {
    const before = page.viewportSize();
    const found = [];
    await page.waitForTimeout(closingMs);
    for (const { width, height, scheme, axe, pictured } of looks) {
      if ((!axe && !this.allPictures) || (phone && width > 360)) continue;
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.evaluate(drawn);
      const look = `${name}, ${width} ${scheme}`;
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wide > 0) found.push(`${look}: scrolls sideways by ${wide} px`);
      const headings = await page.locator("h1:visible").count();
      if (headings !== 1 && !(await page.locator("[role=dialog]:visible").count()))
        found.push(`${look}: ${headings} main headings`);
      const violations = axe ? await violationsIn(page, axe) : [];
      for (const v of violations)
        found.push(
          `${look}: ${v.id} at ${v.nodes
            .map((n) => n.target.join(" "))
            .slice(0, 3)
            .join(" ; ")}`,
        );
      if (pictured || this.allPictures)
        await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`) });
      this.audited++;
    }
    await page.setViewportSize(before);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
    must(found.length === 0, found.join("\n"));
  }

  /** What was on the screens when a journey failed; then closes them. */
  async lastPictures(name) {
    let window = 0;
    for (const context of this.inner.contexts()) {
      for (const page of context.pages()) {
        const file = `failed-${name.replace(/[^a-z0-9]+/gi, "-")}-${++window}.png`;
        await page.screenshot({ path: join(pictures, file) }).catch(() => {});
        if (page.faults?.length) console.log(page.faults.join("\n"));
      }
      await context.close();
    }
  }

  close() {
    return this.inner.close();
  }
}

/** Ends a window; what went wrong in it without showing counts, unless the journey said that it expects it. */
export async function done(...pages) {
  for (const page of pages) {
    await page.context().close();
    const faults = page.faults.filter((fault) => !page.expected?.test(fault));
    must(faults.length === 0, faults.join("\n"));
  }
}
