import { type MatrixClient, MatrixError } from "matrix-js-sdk";
import { describe, expect, test } from "vitest";
import { rewordedContent } from "./content";
import { deliver } from "./deliver";
import type { Parcel } from "./parcels";
import { scheduledIn } from "./scheduled";

const hour = 3_600_000;
const told = (delay_id: string, more: object = {}) => ({
  delay_id,
  room_id: "!place",
  type: "m.room.message",
  delay: hour,
  running_since: 5,
  content: { body: delay_id },
  ...more,
});

test("messages are listed by their time, and what calls hold back is not", () => {
  const all = [
    told("b", { running_since: 9 }),
    told("call", { state_key: "_device", type: "m.rtc.member" }),
    told("a"),
  ];
  expect(scheduledIn(all)).toEqual([
    { id: "a", room: "!place", type: "m.room.message", content: { body: "a" }, due: hour + 5 },
    { id: "b", room: "!place", type: "m.room.message", content: { body: "b" }, due: hour + 9 },
  ]);
});

test("other words keep what is answered, and whom it tells without naming them", () => {
  const source = {
    text: "@Lou regarde",
    named: [
      { id: "@lou", name: "Lou" },
      { id: "@camille", name: "Camille" },
    ],
  };
  const old = { "m.relates_to": { "m.in_reply_to": { event_id: "$e" } } };
  const next = rewordedContent(old, source, { text: "Regarde", named: source.named }, "@me");
  expect(next).toEqual({ msgtype: "m.text", body: "Regarde", "m.mentions": { user_ids: ["@camille"] }, ...old });
});

/** A server of which only what is asked is known. */
function server(answer: (path: string) => unknown) {
  const asked: string[] = [];
  const http = {
    authedRequest: async (_method: string, path: string, query?: Record<string, string>) => {
      asked.push(`${path.split("/")[1]}${query ? ` ${Object.keys(query).join()}` : ""}`);
      return answer(path);
    },
  };
  return { asked, courier: deliver({ http } as unknown as MatrixClient) };
}
const gone = () => new MatrixError({ errcode: "M_NOT_FOUND" }, 404);
const parcel = (more: object): Parcel => ({
  id: 1,
  room: "!place",
  txn: "t",
  type: "m.room.message",
  content: { body: "demain" },
  ts: 0,
  state: "waiting",
  due: Date.now() + hour,
  ...more,
});

describe("a message for later", () => {
  const give = async (answer: (path: string) => unknown, of: Parcel) => {
    const { asked, courier } = server(answer);
    const kept: Parcel[] = [];
    const end = await courier(
      of,
      () => undefined,
      new AbortController().signal,
      async (p) => void kept.push(p),
    );
    return { asked, kept, end };
  };
  const decided = (then: () => unknown) => (path: string) => {
    if (/^\/delayed_events\//.test(path)) return then();
    return path === "/delayed_events" ? { delayed_events: [] } : { delay_id: "d" };
  };

  test("is handed over with its delay, and held", async () => {
    const { asked, end } = await give(
      decided(() => ({})),
      parcel({}),
    );
    expect(end).toEqual({ kind: "held" });
    expect(asked).toEqual(["rooms org.matrix.msc4140.delay", "delayed_events"]);
  });

  test("takes back first what it replaces, once", async () => {
    const of = parcel({ replaces: { id: "old", due: Date.now() + hour } });
    const { kept, end } = await give(
      decided(() => ({})),
      of,
    );
    expect(end).toEqual({ kind: "held" });
    expect(kept).toEqual([{ ...of, replaces: undefined }]);
    const lost = await give(
      decided(() => {
        throw gone();
      }),
      of,
    );
    expect(lost.end).toEqual({ kind: "held" });
  });

  test("is not said beside what it replaces, when that went before", async () => {
    const { end } = await give(
      decided(() => {
        throw gone();
      }),
      parcel({ replaces: { id: "old", due: Date.now() - 1 } }),
    );
    expect(end).toEqual({ kind: "refused", why: "SENT" });
  });

  test("tells why the server does not hold it", async () => {
    const { end } = await give((path) => {
      if (path === "/delayed_events") return { delayed_events: [] };
      const why = { errcode: "M_UNKNOWN", "org.matrix.msc4140.errcode": "M_MAX_DELAY_EXCEEDED" };
      throw new MatrixError(why, 400);
    }, parcel({}));
    expect(end).toEqual({ kind: "refused", why: "M_MAX_DELAY_EXCEEDED" });
  });
});
