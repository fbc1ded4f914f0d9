import { ConnectionError, MatrixError } from "matrix-js-sdk";
import { expect, test, vi } from "vitest";
import { memoryTable } from "../base/table";
import { type Asked, type Asking, ask, askAll } from "./asking";

const refusal = (status: number, more = {}) => new MatrixError({ errcode: "M_TEST", ...more }, status);

test("who is asked too soon is asked again when the server says", async () => {
  const invite = vi
    .fn()
    .mockRejectedValueOnce(refusal(429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 700 }))
    .mockRejectedValueOnce(refusal(429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 900 }))
    .mockResolvedValueOnce({});
  const wait = vi.fn().mockResolvedValue(undefined);
  expect(await ask(invite, wait)).toBe("asked");
  expect(wait.mock.calls).toEqual([[700], [900]]);
});

test("a refusal is none to wait for, there is an end to waiting, and a lost network is none", async () => {
  const wait = vi.fn().mockResolvedValue(undefined);
  const refused = vi.fn().mockRejectedValue(refusal(403));
  expect(await ask(refused, wait)).toBe("refused");
  expect(refused).toHaveBeenCalledTimes(1);
  const never = vi.fn().mockRejectedValue(refusal(429));
  expect(await ask(never, wait)).toBe("later");
  expect(never.mock.calls.length).toBeLessThan(100);
  expect(await ask(vi.fn().mockRejectedValue(new ConnectionError("no network")), wait)).toBe("later");
});

test("who is still to be asked is kept until they were, each once", async () => {
  const kept = memoryTable<Asking>();
  const first: Asking = { id: 1, from: "!old", to: "!new", people: ["@a", "@b", "@c", "@d"] };
  const asked: string[] = [];
  const each = (ends: Record<string, Asked>) => async (person: string) => {
    if (ends[person] !== "later") asked.push(person);
    return ends[person] ?? "asked";
  };
  expect(await askAll(kept, first, each({ "@b": "refused", "@c": "later" }))).toBe(1);
  const [left] = await kept.all();
  expect(left).toEqual({ ...first, people: ["@c", "@d"] });
  expect(await askAll(kept, left!, each({}))).toBe(0);
  expect(await kept.all()).toEqual([]);
  expect(asked).toEqual(["@a", "@b", "@c", "@d"]);
});
