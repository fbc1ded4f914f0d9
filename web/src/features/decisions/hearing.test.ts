import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gatheredMs, Hearing } from "./hearing";

interface Asked {
  readonly path: string;
  readonly answer: (news: unknown, status?: number) => void;
}
let asked: Asked[] = [];
let page: EventTarget & { visibilityState: string };
let view: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  view = new EventTarget();
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", view);
  vi.stubGlobal(
    "fetch",
    (path: string) =>
      new Promise<Response>((done) => {
        asked.push({ path, answer: (news, status = 200) => done(new Response(JSON.stringify(news), { status })) });
      }),
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const passed = () => vi.advanceTimersByTimeAsync(0);
const gathered = () => vi.advanceTimersByTimeAsync(gatheredMs);

/** The register has answered what was asked last. */
async function told(news: unknown, status?: number) {
  asked.at(-1)!.answer(news, status);
  await passed();
}

test("it goes on from the reading of the page, which is not read twice", async () => {
  const hearing = new Hearing("!s:x");
  const stop = hearing.start();
  expect(asked).toEqual([]);
  hearing.begin("1.5");
  hearing.begin("1.6");
  await gathered();
  expect(asked.map(({ path }) => path)).toEqual([expect.stringContaining("/decisions/changes?since=1.5&")]);
  expect(hearing.heard.now()).toBe(0);
  stop();
});

test("what is heard within a second is read once, and nothing where nothing is mine to see", async () => {
  const hearing = new Hearing("!s:x");
  const stop = hearing.start();
  hearing.begin("1.5");
  await passed();
  await told({ since: "1.6", decisions: [], gone: [] });
  await gathered();
  expect(hearing.heard.now()).toBe(0);
  await told({ since: "1.7", decisions: ["a"], gone: [] });
  await told({ since: "1.8", decisions: [], gone: ["b"] });
  await told({ since: "1.9", decisions: [], reset: true });
  expect(hearing.heard.now()).toBe(0);
  await gathered();
  expect(hearing.heard.now()).toBe(1);
  expect(asked.at(-1)!.path).toContain("since=1.9&");
  stop();
});

test("a page that nobody sees reads when somebody comes back to it, once", async () => {
  const hearing = new Hearing("!s:x");
  const stop = hearing.start();
  hearing.begin("1.5");
  await passed();
  page.visibilityState = "hidden";
  await told({ since: "1.6", decisions: ["a"], gone: [] });
  await gathered();
  await told({ since: "1.7", decisions: ["a"], gone: [] });
  await gathered();
  expect(hearing.heard.now()).toBe(0);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  view.dispatchEvent(new Event("focus"));
  await gathered();
  expect(hearing.heard.now()).toBe(1);
  stop();
});

test("who comes back right after a reading reads once more a moment later", async () => {
  const hearing = new Hearing("!s:x");
  const stop = hearing.start();
  hearing.begin("1.5");
  await passed();
  await told({ since: "1.6", decisions: ["a"], gone: [] });
  await gathered();
  expect(hearing.heard.now()).toBe(1);
  view.dispatchEvent(new Event("focus"));
  expect(hearing.heard.now()).toBe(1);
  await gathered();
  expect(hearing.heard.now()).toBe(2);
  stop();
});

test("where its position is taken no more it reads anew and goes on, and once refused it begins with the next reading", async () => {
  const hearing = new Hearing("!s:x");
  const stop = hearing.start();
  hearing.begin("1.5");
  await passed();
  await told({ errcode: "M_INVALID_PARAM" }, 400);
  await gathered();
  expect(asked.at(-1)!.path).toContain("limit=1");
  await told({ since: "2.1", decisions: [] });
  await gathered();
  expect(hearing.heard.now()).toBe(1);
  expect(asked.at(-1)!.path).toContain("since=2.1&");
  await told({ errcode: "M_FORBIDDEN" }, 403);
  hearing.begin("2.2");
  await passed();
  expect(asked.at(-1)!.path).toContain("since=2.2&");
  stop();
});
