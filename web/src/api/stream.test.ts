import { afterEach, expect, test, vi } from "vitest";
import { Events, hear } from "./stream";

const utf8 = new TextEncoder();
afterEach(() => vi.unstubAllGlobals());

test("a line ends by a line feed, a carriage return or both, wherever a piece ends", () => {
  const all = [
    { id: "1", data: "a\nb" },
    { id: "1", data: "c" },
  ];
  for (const end of ["\n", "\r", "\r\n"]) {
    const whole = ["id: 1", "data: a", "data: b", "", ": nothing", "", "data: c", "", ""].join(end);
    for (let size = 1; size <= whole.length; size++) {
      const events = new Events();
      const told = [];
      for (let from = 0; from < whole.length; from += size) told.push(...events.take(whole.slice(from, from + size)));
      expect(told).toEqual(all);
    }
  }
  expect(new Events().take("data: a\rdata: b\r\ndata: c\n\r\n")).toEqual([{ id: "", data: "a\nb\nc" }]);
});

/** The server tells this, byte by byte. */
function telling(text: string) {
  const body = new ReadableStream({
    start(controller) {
      for (const byte of utf8.encode(text)) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  vi.stubGlobal("fetch", async () => new Response(body));
}
const asked = { path: "/x", since: "1", signal: new AbortController().signal, firstMs: 5000, silentMs: 5000 };

test("a letter of several bytes is read, though each comes by itself", async () => {
  telling("data: décidé à 10 €\r\n\r\n");
  const told: string[] = [];
  await hear(asked, ({ data }) => told.push(data));
  expect(told).toEqual(["décidé à 10 €"]);
});

test("a fault of whoever hears is no fault of the network", async () => {
  telling("data: a\n\n");
  const fault = new TypeError("not what was told");
  const failing = hear(asked, () => {
    throw fault;
  });
  await expect(failing).rejects.toBe(fault);
});
