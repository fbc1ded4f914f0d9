import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Events } from "../../api/stream";
import type { Changes } from "../../api/tasks";

const space = "!s:parvis.example";
const none = new AbortController().signal;
const utf8 = new TextEncoder();

/** What the server was asked, and what it answers next. */
let asked: { path: string; from: string | null }[] = [];
let answers: ((until: AbortSignal) => Promise<Response>)[] = [];

/** An answer that goes on: these pieces, and then `end`, or nothing until nobody wants it any more. */
const going = (pieces: readonly string[], ends: boolean) => async (until: AbortSignal) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(utf8.encode(piece));
        if (ends) return controller.close();
        until.addEventListener("abort", () => controller.error(until.reason));
      },
    }),
  );
const json = (status: number, body: unknown) => async () => new Response(JSON.stringify(body), { status });
/** Held back on the way: not even a head comes. */
const silent = (until: AbortSignal) =>
  new Promise<Response>((_, fail) => until.addEventListener("abort", () => fail(until.reason)));

/** A page that has heard nothing yet. */
async function page() {
  vi.resetModules();
  return (await import("./hearing")).hearBoard;
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answers = [];
  vi.stubGlobal("fetch", (path: string, init: { headers: Record<string, string>; signal: AbortSignal }) => {
    asked.push({ path, from: init.headers["Last-Event-ID"] ?? null });
    return answers.shift()!(init.signal);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("events are read whatever the pieces in which they come", () => {
  const whole = ':\n\nid: 1.2\ndata: {"since":"1.2"}\r\n\r\nid: 1.3\n\nevent: x\n\ndata: a\ndata:b\n\n';
  const all = [
    { id: "1.2", data: '{"since":"1.2"}' },
    { id: "1.3", data: "" },
    { id: "1.3", data: "a\nb" },
  ];
  expect(new Events().take(whole)).toEqual(all);
  const letters = new Events();
  expect([...whole].flatMap((letter) => letters.take(letter))).toEqual(all);
});

test("a change is told as it comes, and whoever comes back says where they were", async () => {
  const hearBoard = await page();
  const told: Changes[] = [];
  const told12 = 'id: 1.2\ndata: {"since":"1.2","tasks":[],"gone":["a"]}\n\n';
  answers = [going([":\n\nid: 1.1\n\n", told12.slice(0, 30), told12.slice(30)], true), going([], true)];
  await expect(hearBoard(space, "1.0", none, (one) => told.push(one))).rejects.toMatchObject({ code: "NETWORK" });
  expect(told).toEqual([{ since: "1.1" }, { since: "1.2", tasks: [], gone: ["a"] }]);
  await expect(hearBoard(space, told.at(-1)!.since, none, () => {})).rejects.toMatchObject({ code: "NETWORK" });
  expect(asked.map((one) => one.from)).toEqual(["1.0", "1.2"]);
});

test("where too much has changed it ends, and everything is read anew", async () => {
  const hearBoard = await page();
  answers = [going(['data: {"since":"1.9","reset":true}\n\n'], false)];
  const told: Changes[] = [];
  await hearBoard(space, "1.0", none, (one) => told.push(one));
  expect(told).toEqual([{ since: "1.9", reset: true }]);
});

test("a proxy that holds everything back is asked instead, for a while", async () => {
  const hearBoard = await page();
  const told: Changes[] = [];
  const on = (one: Changes) => told.push(one);
  answers = [silent, json(200, { since: "1.1" }), json(200, { since: "1.2" }), going([":\n\n"], true)];
  const first = hearBoard(space, "1.0", none, on);
  await vi.advanceTimersByTimeAsync(5000);
  await first;
  await hearBoard(space, "1.1", none, on);
  expect(told).toEqual([{ since: "1.1" }, { since: "1.2" }]);
  expect(asked.map((one) => one.path.includes("/tasks/stream"))).toEqual([true, false, false]);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  await expect(hearBoard(space, "1.2", none, on)).rejects.toMatchObject({ code: "NETWORK" });
  expect(asked.at(-1)).toEqual({ path: expect.stringContaining("/tasks/stream"), from: "1.2" });
});

test("a network that is gone is no proxy", async () => {
  const hearBoard = await page();
  answers = [silent, () => Promise.reject(new TypeError("gone")), going([":\n\n"], true)];
  const first = expect(hearBoard(space, "1.0", none, () => {})).rejects.toMatchObject({ code: "NETWORK" });
  await vi.advanceTimersByTimeAsync(5000);
  await first;
  await expect(hearBoard(space, "1.0", none, () => {})).rejects.toMatchObject({ code: "NETWORK" });
  expect(asked.at(-1)!.path).toContain("/tasks/stream");
});

test("a server that has gone silent is left, and who is refused learns why", async () => {
  const hearBoard = await page();
  answers = [going([":\n\n"], false), json(403, { errcode: "M_FORBIDDEN" }), json(404, { errcode: "M_UNRECOGNIZED" })];
  const lost = expect(hearBoard(space, "1.0", none, () => {})).rejects.toMatchObject({ code: "NETWORK" });
  await vi.advanceTimersByTimeAsync(40_000);
  await lost;
  await expect(hearBoard(space, "1.0", none, () => {})).rejects.toMatchObject({ code: "M_FORBIDDEN" });
  // A node of the version before knows questions alone.
  answers.push(json(200, { since: "1.1" }));
  const told: Changes[] = [];
  await hearBoard(space, "1.0", none, (one) => told.push(one));
  expect(told).toEqual([{ since: "1.1" }]);
});
