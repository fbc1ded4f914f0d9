import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Called } from "../api/called";
import { againMaxMs, againMs, calledNames } from "./calledNames";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const lea: Called = () => "Léa";
const settled = () => vi.advanceTimersByTimeAsync(0);

test("however many look at somebody, it is asked for them once, and not again later", async () => {
  const ask = vi.fn(async () => lea);
  const names = calledNames(ask);
  const ends = [names.look("@lea"), names.look("@lea")];
  await settled();
  expect(names.known.now().get("@lea")).toBe(lea);
  for (const end of ends) end();
  names.look("@lea");
  await settled();
  expect(ask).toHaveBeenCalledTimes(1);
});

test("a name that did not come is told to be missing, and asked for again while it is looked at", async () => {
  const answers: (Called | null)[] = [null, null, lea];
  const ask = vi.fn(async () => answers.shift() ?? null);
  const names = calledNames(ask);
  names.look("@lea");
  await settled();
  expect(names.known.now().get("@lea")).toBe("failed");
  await vi.advanceTimersByTimeAsync(3 * againMs);
  expect(names.known.now().get("@lea")).toBe(lea);
  await vi.advanceTimersByTimeAsync(10 * againMs);
  expect(ask).toHaveBeenCalledTimes(3);
});

test("each time it is asked later, to a bound, and not at all once the account is left", async () => {
  const ask = vi.fn(async (): Promise<Called | null> => null);
  const names = calledNames(ask);
  names.look("@lea");
  for (const pause of [1, 2, 4, 8, 16]) {
    const before = ask.mock.calls.length;
    await vi.advanceTimersByTimeAsync(pause * againMs - 1);
    expect(ask).toHaveBeenCalledTimes(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(before + 1);
  }
  await vi.advanceTimersByTimeAsync(againMaxMs);
  expect(ask).toHaveBeenCalledTimes(7);
  names.forget();
  await vi.advanceTimersByTimeAsync(10 * againMaxMs);
  expect(ask).toHaveBeenCalledTimes(7);
});

test("what nobody looks at any more is not asked for again, until somebody does", async () => {
  const ask = vi.fn(async (): Promise<Called | null> => null);
  const names = calledNames(ask);
  names.look("@lea")();
  await vi.advanceTimersByTimeAsync(10 * againMs);
  expect(ask).toHaveBeenCalledTimes(1);
  names.look("@lea");
  await settled();
  expect(ask).toHaveBeenCalledTimes(2);
});

test("of many names those stay that are looked at, and nothing that comes late outlives the account", async () => {
  const names = calledNames(async () => lea);
  names.look("@seen");
  await settled();
  for (let n = 0; n < 300; n++) {
    const end = names.look(`@u${n}`);
    await settled();
    end();
  }
  expect(names.known.now().size).toBe(200);
  expect(names.known.now().has("@seen")).toBe(true);
  names.look("@late");
  names.forget();
  await settled();
  expect(names.known.now().size).toBe(0);
});
