/**
 * A board of 10,000 tasks in a browser, measured: `npm run board -- [--url http://localhost:8008] [--tasks 10000] [--opening]`.
 *
 * It is filled by files through the API, on a server of its own unless one with open registration is named. What is told: how long it takes
 * from the address to the first cards, warm and signed in; what holds the page up meanwhile; and, while a column and the table are
 * scrolled by a wheel from top to bottom, whether a line is blank: in every frame as the page has it, and on the screen, as pictures of
 * the compositor show it. `--opening`: the first of this alone. Bounds are held: what is over one ends with 1.
 */
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { arrive, ask, newPerson } from "./people.mjs";
import { build, startServer } from "./server.mjs";

const { values: asked } = parseArgs({
  options: {
    url: { type: "string" },
    tasks: { type: "string", default: "10000" },
    opening: { type: "boolean", default: false },
  },
});
const tasks = Number(asked.tasks);
const at = encodeURIComponent;
const fileRows = 1000;
const openings = 7;
const firstPaintMaxMs = 1000;
/** Of a page of 900 pixels; a turn of a wheel is 120, and whoever hurries turns it several times between two frames. */
const wheelPx = 480;
const picturesMax = 120;
/** On a screen, a card or a row is nowhere so tall without a line or a letter. */
const blankPx = 90;

const columns = ["todo", "doing", "review", "done"];
const titles = [
  "Relire le courrier de",
  "Préparer la réunion avec",
  "Contrôler le dossier de",
  "Répondre à la demande de",
];
const places = [
  "la voirie",
  "l’école des Tilleuls",
  "la régie des eaux, qui attend une réponse depuis deux semaines",
  "l’état civil",
];

/** A file of tasks as somebody brings them from elsewhere. */
function file(from, board, people) {
  const lines = ["Titre;Colonne;Responsables;Échéance;Priorité;Étiquettes"];
  for (let i = from; i < Math.min(from + fileRows, tasks); i++) {
    const { name } = board.columns[i % board.columns.length];
    const who = i % 3 === 0 ? "" : people[i % people.length].id;
    const due =
      i % 2 === 0 ? "" : `2031-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`;
    const label = i % 4 === 0 ? board.labels[i % board.labels.length].name : "";
    const title = `${titles[i % titles.length]} ${places[(i >> 2) % places.length]}, n° ${i}`;
    lines.push([title, name, who, due, ["", "low", "normal", "high", "urgent"][i % 5], label].join(";"));
  }
  return lines.join("\n");
}

async function filled(url) {
  const people = await Promise.all(
    ["Hélène Marchetti", "Karim Ouali", "Lou Martel"].map((name) => newPerson(url, name)),
  );
  const [helene, ...others] = people;
  const wish = { model: "project", name: "Dix mille", purpose: "Beaucoup.", visibility: "public", joining: "free" };
  const made = await ask(url, helene, "POST", "/api/v1/spaces", { ...wish, request_id: `ten thousand ${helene.id}` });
  const space = `/api/v1/spaces/${at(made.space_id)}`;
  for (const one of others) await ask(url, one, "POST", `${space}/join`, {});
  const plain = await ask(url, helene, "GET", `${space}/board`);
  const labels = ["Urbanisme", "Voirie", "Écoles"].map((name, i) => ({ id: `l${i}`, name, colour: 3 * i }));
  const board = await ask(url, helene, "PUT", `${space}/board`, {
    base: plain.version,
    columns: plain.columns,
    labels,
  });
  for (let from = 0; from < tasks; from += fileRows) {
    const headers = { Authorization: `Bearer ${helene.token}`, "Content-Type": "text/csv" };
    const answer = await fetch(`${url}${space}/tasks/table`, {
      method: "POST",
      headers,
      body: file(from, board, people),
    });
    const told = await answer.json();
    const refused = told.lines?.filter(({ outcome }) => outcome === "refused") ?? [told];
    if (!answer.ok || refused.length > 0) throw new Error(JSON.stringify(refused[0]));
  }
  return { helene, path: `${space.replace("/api/v1", "")}/tasks` };
}

/** Notes when the first cards stand on the screen, when all are there, and what held the page up. */
const watch = (all) => {
  window.marks = { cards: null, whole: null, longTasks: [] };
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) window.marks.longTasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    if (window.marks.cards === null && document.querySelector("[data-card]"))
      requestAnimationFrame(() => setTimeout(() => (window.marks.cards ??= performance.now())));
    const said = document.querySelector("main [role=status].desk-only, [role=status].desk-only")?.textContent ?? "";
    if (window.marks.whole === null && said.replace(/\D/g, "").startsWith(`${all}`))
      window.marks.whole = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
};

/** Looks, in each frame as it is about to be painted, how much of what is in sight of a list has no line. */
const watchScroll = (selector) => {
  const scroller = document.querySelector(selector);
  const list = scroller.querySelector("ul, [role=rowgroup]:last-child > div") ?? scroller;
  const state = { frames: 0, blank: 0, worstPx: 0, slow: 0, last: performance.now(), ends: false };
  const look = () => {
    const now = performance.now();
    if (now - state.last > 50) state.slow++;
    state.last = now;
    const sight = scroller.getBoundingClientRect();
    const whole = list.getBoundingClientRect();
    const rows = [...list.children].map((row) => row.getBoundingClientRect()).filter((r) => r.height > 0);
    const top = Math.max(sight.top, whole.top);
    const bottom = Math.min(sight.bottom, whole.bottom);
    let covered = top;
    for (const row of rows.toSorted((a, b) => a.top - b.top))
      if (row.top <= covered + 1) covered = Math.max(covered, row.bottom);
    const px = Math.max(0, bottom - Math.max(covered, top));
    state.frames++;
    if (px > 1) state.blank++;
    state.worstPx = Math.max(state.worstPx, Math.round(px));
    if (!state.ends) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.scrolled = state;
};

/** Of a picture of the screen, the tallest stretch of a strip in which nothing stands. */
const blankOf = async ([data, { x, y, width, height }]) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, x, y, width, height, 0, 0, width, height);
  const { data: px } = pen.getImageData(0, 0, width, height);
  let run = 0;
  let worst = 0;
  for (let row = 0; row < height; row++) {
    let same = true;
    const first = row * width * 4;
    for (let i = first + 4; same && i < first + width * 4; i += 4)
      same = Math.abs(px[i] - px[first]) < 4 && Math.abs(px[i + 1] - px[first + 1]) < 4;
    run = same ? run + 1 : 0;
    worst = Math.max(worst, run);
  }
  return worst;
};

const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
const ms = (value) => `${Math.round(value)} ms`;
const over = [];
const hold = (holds, sentence) => holds || over.push(sentence);

async function opens(context, url, helene, path) {
  const told = [];
  for (let i = 0; i <= openings; i++) {
    const page = await context.newPage();
    await page.addInitScript(watch, tasks);
    if (i === 0) await arrive(page, helene, url + path);
    else await page.goto(url + path);
    await page.waitForFunction(() => window.marks.whole !== null && window.marks.cards !== null, null, {
      timeout: 60_000,
    });
    const marks = await page.evaluate(() => ({
      ...window.marks,
      paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    }));
    const before = marks.longTasks.filter(([start]) => start < marks.whole).map(([, took]) => took);
    if (i > 0)
      told.push({ ...marks, longest: Math.max(0, ...before), held: before.reduce((sum, took) => sum + took, 0) });
    await page.close();
  }
  const cards = told.map((t) => t.cards);
  console.log(`from the address to the first paint: p50 ${ms(median(told.map((t) => t.paint)))}`);
  console.log(
    `from the address to the first cards: p50 ${ms(median(cards))}, worst of ${openings} ${ms(Math.max(...cards))}`,
  );
  console.log(`to the count of all ${tasks}: p50 ${ms(median(told.map((t) => t.whole)))}`);
  console.log(
    `meanwhile: longest task ${ms(median(told.map((t) => t.longest)))}, together ${ms(median(told.map((t) => t.held)))} (p50)`,
  );
  hold(median(cards) <= firstPaintMaxMs, `the first cards come after ${ms(median(cards))}`);
}

async function scrolls(page, what, selector, blank) {
  const box = await page.locator(selector).first().boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const tools = await page.context().newCDPSession(page);
  const pictures = [];
  let seen = 0;
  tools.on("Page.screencastFrame", ({ data, sessionId }) => {
    if (++seen % 8 === 0 && pictures.length < picturesMax) pictures.push(data);
    void tools.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await page.evaluate(watchScroll, selector);
  await tools.send("Page.startScreencast", { format: "png", everyNthFrame: 1 });
  const began = performance.now();
  const left = () =>
    page
      .locator(selector)
      .first()
      .evaluate((e) => e.scrollHeight - e.clientHeight - e.scrollTop);
  let steps = 0;
  for (let rest = await left(); rest > 1; rest = steps % 20 === 0 ? await left() : rest) {
    await page.mouse.wheel(0, wheelPx);
    steps++;
  }
  const took = performance.now() - began;
  await tools.send("Page.stopScreencast");
  const {
    frames,
    blank: blanks,
    worstPx,
    slow,
  } = await page.evaluate(() => {
    window.scrolled.ends = true;
    return window.scrolled;
  });
  const inner = {
    x: Math.ceil(box.x) + 16,
    y: Math.ceil(box.y) + 2,
    width: Math.floor(box.width) - 48,
    height: Math.floor(box.height) - 4,
  };
  const strip = { ...inner, width: Math.min(inner.width, 400) };
  let white = 0;
  let tallest = 0;
  for (const picture of pictures) {
    const px = await blank.evaluate(blankOf, [picture, strip]);
    if (px > blankPx) white++;
    tallest = Math.max(tallest, px);
  }
  console.log(
    `${what}: ${steps} turns of ${wheelPx} px in ${(took / 1000).toFixed(1)} s, ${frames} frames, ${slow} later than 50 ms; blank in the page: ${blanks} (worst ${worstPx} px); on the screen: ${white} of ${pictures.length} pictures (tallest stretch ${tallest} px)`,
  );
  hold(blanks === 0, `${what}: ${blanks} frames with blank lines`);
  hold(white === 0, `${what}: ${white} pictures with blank lines`);
  await tools.detach();
}

const memory = async (page) => {
  const tools = await page.context().newCDPSession(page);
  await tools.send("HeapProfiler.collectGarbage");
  await tools.send("Performance.enable");
  const { metrics } = await tools.send("Performance.getMetrics");
  const of = (name) => metrics.find((m) => m.name === name).value;
  await tools.detach();
  return `${(of("JSHeapUsedSize") / 1e6).toFixed(0)} MB of heap, ${of("Nodes")} nodes`;
};

async function scrolled(context, address, blank) {
  const page = await context.newPage();
  await page.addInitScript(watch, tasks);
  await page.goto(address);
  await page.waitForFunction(() => window.marks.whole !== null);
  console.log(`the board: ${await memory(page)}`);
  await scrolls(page, "a column", `[data-col="${columns[0]}"] > div:has(> ul)`, blank);
  await page.getByText("Table", { exact: true }).click();
  await page.getByRole("table", { name: "Table des tâches" }).waitFor();
  await scrolls(page, "the table", "[role=table]", blank);
  console.log(`after it: ${await memory(page)}`);
}

if (!asked.url) build();
const own = asked.url ? null : await startServer("board", ["--registration", "open"]);
const url = (asked.url ?? own.url).replace(/\/$/, "");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const began = performance.now();
  const { helene, path } = await filled(url);
  console.log(
    `${tasks} tasks by ${Math.ceil(tasks / fileRows)} files in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(60_000);
  const blank = await context.newPage();
  await opens(context, url, helene, path);
  if (!asked.opening) await scrolled(context, url + path, blank);
} finally {
  await browser.close();
  await own?.stop();
}
for (const sentence of over) console.log(`OVER  ${sentence}`);
process.exit(over.length > 0 ? 1 : 0);
