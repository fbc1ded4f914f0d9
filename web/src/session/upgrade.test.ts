import { MatrixError } from "matrix-js-sdk";
import { expect, test, vi } from "vitest";
import { asked } from "./upgrade";

const refusal = (status: number, more = {}) => new MatrixError({ errcode: "M_TEST", ...more }, status);

test("who is asked too soon is asked again when the server says", async () => {
  const invite = vi
    .fn()
    .mockRejectedValueOnce(refusal(429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 700 }))
    .mockRejectedValueOnce(refusal(429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 900 }))
    .mockResolvedValueOnce({});
  const wait = vi.fn().mockResolvedValue(undefined);
  expect(await asked(invite, wait)).toBe(true);
  expect(wait.mock.calls).toEqual([[700], [900]]);
});

test("a refusal is none to wait for, and there is an end to waiting", async () => {
  const wait = vi.fn().mockResolvedValue(undefined);
  const refused = vi.fn().mockRejectedValue(refusal(403));
  expect(await asked(refused, wait)).toBe(false);
  expect(refused).toHaveBeenCalledTimes(1);
  const never = vi.fn().mockRejectedValue(refusal(429));
  expect(await asked(never, wait)).toBe(false);
  expect(never.mock.calls.length).toBeLessThan(100);
});
