import { afterEach, expect, test, vi } from "vitest";
import { isFollowed } from "./threads";

afterEach(() => vi.unstubAllGlobals());

function answering(status: number, body: Record<string, unknown>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return Response.json(body, { status });
  });
  return asked;
}

test("one discussion is asked for, and its absence is a no", async () => {
  const asked = answering(200, { automatic: false });
  expect(await isFollowed("!a:x", "$b")).toBe(true);
  expect(asked).toEqual([expect.stringContaining("/rooms/!a%3Ax/thread/%24b/subscription")]);
  answering(404, { errcode: "M_NOT_FOUND" });
  expect(await isFollowed("!a:x", "$b")).toBe(false);
});

test("what could not be learnt is no answer", async () => {
  answering(503, { errcode: "M_UNKNOWN" });
  await expect(isFollowed("!a:x", "$b")).rejects.toThrow();
});
