import { describe, expect, test } from "vitest";
import { memoryTable } from "../base/table";
import { type Courier, type Delivery, Outbox } from "./outbox";
import type { Parcel } from "./parcels";

const room = "!place";
const text = (body: string, where = room) => ({ room: where, type: "m.room.message", content: { body } });
const turn = () => new Promise((done) => setTimeout(done, 5));

/** A server that answers as told, and remembers what it took. */
function server() {
  const taken = new Map<string, Parcel>();
  const attempts: string[] = [];
  let answer: (p: Parcel) => Delivery = (p) => ({ kind: "taken", eventId: `$${p.txn}` });
  const courier: Courier = async (p) => {
    attempts.push(`${p.content.body as string}`);
    await turn();
    const end = answer(p);
    if (end.kind === "taken" && !taken.has(p.txn)) taken.set(p.txn, p);
    return end;
  };
  return {
    courier,
    attempts,
    bodies: () => [...taken.values()].map((p) => p.content.body),
    answers: (next: (p: Parcel) => Delivery) => {
      answer = next;
    },
  };
}
const settle = async () => {
  for (let i = 0; i < 30; i++) await turn();
};

describe("the outbox", () => {
  test("sends nothing before the first sync, then everything in order", async () => {
    const there = server();
    const outbox = new Outbox(memoryTable<Parcel>(), there.courier);
    for (const body of ["un", "deux", "trois"]) await outbox.add(text(body));
    await settle();
    expect(there.attempts).toEqual([]);
    outbox.wake();
    await settle();
    expect(there.bodies()).toEqual(["un", "deux", "trois"]);
  });

  test("keeps the order and the transaction when an attempt fails", async () => {
    const there = server();
    const outbox = new Outbox(memoryTable<Parcel>(), there.courier);
    outbox.wake();
    there.answers(() => ({ kind: "later" }));
    await outbox.add(text("un"));
    await outbox.add(text("deux"));
    await settle();
    const before = outbox.parcels.now().map((p) => p.txn);
    expect(there.bodies()).toEqual([]);
    expect(there.attempts).toEqual(["un"]);
    there.answers((p) => ({ kind: "taken", eventId: `$${p.txn}` }));
    outbox.wake();
    await settle();
    expect(there.bodies()).toEqual(["un", "deux"]);
    expect(outbox.parcels.now().map((p) => p.txn)).toEqual(before);
  });

  test("takes up after a reload what had not left, under the same transaction", async () => {
    const kept = memoryTable<Parcel>();
    const there = server();
    const first = new Outbox(kept, there.courier);
    await first.add(text("avant"));
    const txn = first.parcels.now()[0]!.txn;
    const second = new Outbox(kept, there.courier);
    await second.load();
    await second.add(text("après"));
    second.wake();
    await settle();
    expect(there.bodies()).toEqual(["avant", "après"]);
    expect(second.parcels.now()[0]!.txn).toBe(txn);
    expect(await kept.all()).toEqual([]);
  });

  test("lets go of a parcel when its event comes by sync, before or after the answer", async () => {
    const there = server();
    const outbox = new Outbox(memoryTable<Parcel>(), there.courier);
    outbox.wake();
    await outbox.add(text("un"));
    outbox.arrived(outbox.parcels.now()[0]!.txn, "$early");
    await settle();
    expect(outbox.parcels.now()).toEqual([]);
    await outbox.add(text("deux"));
    await settle();
    const [parcel] = outbox.parcels.now();
    outbox.arrived(undefined, outbox.eventOf(parcel!.id));
    expect(outbox.parcels.now()).toEqual([]);
  });

  test("a refusal stops that message alone, until it is tried again or taken back", async () => {
    const there = server();
    const outbox = new Outbox(memoryTable<Parcel>(), there.courier);
    outbox.wake();
    there.answers((p) =>
      p.content.body === "non" ? { kind: "refused", why: "M_FORBIDDEN" } : { kind: "taken", eventId: "$1" },
    );
    await outbox.add(text("non"));
    await outbox.add(text("oui"));
    await settle();
    expect(there.bodies()).toEqual(["oui"]);
    const refused = outbox.parcels.now().find((p) => p.state === "failed")!;
    expect(refused.refusal).toBe("M_FORBIDDEN");
    expect(outbox.cancel(refused.id)).toBe(true);
    expect(outbox.parcels.now().some((p) => p.id === refused.id)).toBe(false);
  });

  test("one room that waits does not hold up another", async () => {
    const there = server();
    const outbox = new Outbox(memoryTable<Parcel>(), there.courier);
    outbox.wake();
    there.answers((p) => (p.room === room ? { kind: "later" } : { kind: "taken", eventId: "$1" }));
    await outbox.add(text("ici"));
    await outbox.add(text("ailleurs", "!other"));
    await settle();
    expect(there.bodies()).toEqual(["ailleurs"]);
    outbox.close();
  });
});
