import { type MatrixClient, MatrixError } from "matrix-js-sdk";
import { afterEach, describe, expect, test, vi } from "vitest";
import { memoryTable } from "../base/table";
import { deliver } from "./deliver";
import { session } from "./live";
import { Outbox } from "./outbox";
import type { Parcel } from "./parcels";
import { change, giveUp, type Later, sayNow } from "./scheduling";

const hour = 3_600_000;
const room = "!place";

/** A server that holds what was put off, and what was said on it. */
function server() {
  const held = new Map<string, unknown>();
  const said: unknown[] = [];
  const authedRequest = async (_method: string, path: string, query?: object, body?: Record<string, unknown>) => {
    const [, what, id = ""] = path.split("/");
    if (what === "rooms" && query) held.set("next", body!.body);
    else if (what === "rooms") said.push(body!.body);
    else if (id && !held.has(id)) throw new MatrixError({ errcode: "M_NOT_FOUND" }, 404);
    else if (id) {
      if (body!.action === "send") said.push(held.get(id));
      held.delete(id);
    }
    return what === "rooms" ? { delay_id: "next", event_id: "$e" } : { delayed_events: [] };
  };
  return { held, said, client: { http: { authedRequest } } as unknown as MatrixClient };
}

/** Somebody who put off *first*, and changed it to *second* while the network was away. */
async function changed(due = Date.now() + hour) {
  const there = server();
  there.held.set("old", "first");
  const outbox = new Outbox(memoryTable<Parcel>(), deliver(there.client));
  session.set({ kind: "ready", live: { client: there.client, outbox, me: "@me:x" } });
  const content = { msgtype: "m.text", body: "second" };
  await outbox.add({ room, type: "m.room.message", content, due: Date.now() + hour, replaces: { id: "old", due } });
  return { ...there, outbox, of: later(outbox) };
}
function later(outbox: Outbox): Later {
  const parcel = outbox.parcels.now()[0]!;
  return { parcel, held: null, due: parcel.due!, message: { source: null } } as unknown as Later;
}

afterEach(() => session.set({ kind: "off" }));

describe("a message whose change waits", () => {
  test("is given up with what it was before, and comes back alone", async () => {
    const { held, said, outbox, of } = await changed();
    const back = await giveUp(of);
    expect([...held.keys()]).toEqual([]);
    expect(outbox.parcels.now()).toEqual([]);
    back!();
    outbox.wake();
    await vi.waitFor(() => expect([...held.values()]).toEqual(["second"]));
    expect(said).toEqual([]);
  });

  test("is said now once, in its last words", async () => {
    const { held, said, outbox, of } = await changed();
    expect(await sayNow(of)).toBe(true);
    outbox.wake();
    await vi.waitFor(() => expect(said).toEqual(["second"]));
    expect([...held.keys()]).toEqual([]);
  });

  test("is still given up when it was taken back without our hearing so", async () => {
    const { held, outbox, of } = await changed();
    held.delete("old");
    expect(await giveUp(of)).not.toBeNull();
    expect(outbox.parcels.now()).toEqual([]);
  });

  test("stays when its first words went at their time", async () => {
    const { held, said, outbox, of } = await changed(Date.now() - 1);
    held.delete("old");
    expect(await giveUp(of)).toBeNull();
    expect(await sayNow(of)).toBe(false);
    expect(outbox.parcels.now()).toHaveLength(1);
    expect(said).toEqual([]);
  });

  test("is changed again as the one that the server holds; one that left meanwhile is not, and one hears so", async () => {
    const { held, outbox, of } = await changed();
    expect(await change(of, null, of.due + hour)).toBe(true);
    expect(outbox.parcels.now().map((p) => p.replaces?.id)).toEqual(["old"]);
    expect(await change(of, null, of.due)).toBe(false);
    expect([...held.values()]).toEqual(["first"]);
  });
});
