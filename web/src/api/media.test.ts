import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { jpegOf, photographMaxMs } from "./media";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const json = (status: number, body: object) => new Response(JSON.stringify(body), { status });
const busy = () => json(429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 2000 });

/** A server that reads photographs, once it has answered otherwise; how often it was asked. */
function server(...answers: (() => Response)[]) {
  let asked = 0;
  vi.stubGlobal("fetch", async (path: string) => {
    if (path.endsWith("/config")) return json(200, { "fr.parvis.photographs": true });
    return answers[Math.min(asked++, answers.length - 1)]!();
  });
  return () => asked;
}

test("while the server works at a photograph of another tab, this one waits for its turn", async () => {
  const asked = server(...Array.from({ length: 25 }, () => busy), () => new Response("jpeg"));
  const made = jpegOf(new Blob(["heic"]));
  await vi.advanceTimersByTimeAsync(25 * 2000);
  expect(await (await made)?.text()).toBe("jpeg");
  expect(asked()).toBe(26);
});

test("nobody waits for ever, and what cannot be read is not asked for again", async () => {
  const asked = server(busy);
  const made = expect(jpegOf(new Blob(["heic"]))).rejects.toMatchObject({ status: 429 });
  await vi.advanceTimersByTimeAsync(photographMaxMs);
  await made;
  expect(asked()).toBe(photographMaxMs / 2000);
  const once = server(() => json(400, { errcode: "M_UNKNOWN" }));
  await expect(jpegOf(new Blob(["none"]))).rejects.toMatchObject({ status: 400 });
  expect(once()).toBe(1);
});
