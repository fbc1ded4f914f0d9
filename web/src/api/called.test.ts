import { afterEach, expect, test, vi } from "vitest";
import type { T } from "../i18n";
import { calledAs } from "./called";

const t = ((key: string) => key) as unknown as T;
const told = async (status: number, body: Record<string, unknown>) => {
  vi.stubGlobal("fetch", async () => Response.json(body, { status }));
  return (await calledAs("@x1f9:ville.example"))?.(t);
};

afterEach(() => vi.unstubAllGlobals());

test("people are called by their name, and by no id where they have none", async () => {
  expect(await told(200, { displayname: "Léa Morin" })).toBe("Léa Morin");
  expect(await told(200, {})).toBe("ui.nameless");
  expect(await told(200, { "fr.parvis.account_ended": true })).toBe("ui.closed");
  expect(await told(404, { errcode: "M_NOT_FOUND" })).toBe("ui.unknown");
});

test("what did not come is not told as if there were nobody", async () => {
  expect(await told(503, { errcode: "M_UNKNOWN" })).toBeUndefined();
});
