import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aheadMaxMs, askAhead, askOnce } from "./ahead";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server that tells how often it was asked; those that are `down` are not answered. */
function server(...down: number[]) {
  let asked = 0;
  vi.stubGlobal("fetch", async () => {
    if (down.includes(++asked)) throw new TypeError("no network");
    return new Response(JSON.stringify({ asked }));
  });
}

test("what was asked for ahead is taken once", async () => {
  server();
  askAhead("/a");
  expect(await askOnce("/a")).toEqual({ asked: 1 });
  expect(await askOnce("/a")).toEqual({ asked: 2 });
  expect(await askOnce("/b")).toEqual({ asked: 3 });
});

test("what failed ahead, or is old, is asked for again", async () => {
  server(1);
  askAhead("/a");
  expect(await askOnce("/a")).toEqual({ asked: 2 });
  askAhead("/a");
  vi.advanceTimersByTime(aheadMaxMs + 1);
  expect(await askOnce("/a")).toEqual({ asked: 4 });
});

test("who left does not take it", async () => {
  server();
  askAhead("/a");
  const left = new AbortController();
  const answer = expect(askOnce("/a", left.signal)).rejects.toThrow();
  left.abort();
  await answer;
});
