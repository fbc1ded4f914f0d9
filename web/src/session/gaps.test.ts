import { createClient, type MatrixClient, SyncState, Thread } from "matrix-js-sdk";
import { type Logger, logger } from "matrix-js-sdk/lib/logger";
import { FeatureSupport } from "matrix-js-sdk/lib/models/thread";
import { afterEach, expect, test, vi } from "vitest";
import { seeGaps } from "./gaps";
import { roomTimeline } from "./timeline";

const room = "!place";
const me = "@me:x";
const last = 40;

/** The nth thing said; the twenty-fifth begins a discussion, and some of what follows answers it. */
const answers = new Set([30, 38]);
const event = (n: number) => ({
  event_id: `$${n}`,
  room_id: room,
  sender: "@lou:x",
  type: "m.room.message",
  origin_server_ts: n,
  content: {
    msgtype: "m.text",
    body: `${n}`,
    ...(answers.has(n) ? { "m.relates_to": { rel_type: "m.thread", event_id: "$25" } } : {}),
  },
});
const from = (first: number, to: number) =>
  Array.from({ length: Math.max(0, to - first + 1) }, (_, i) => event(first + i));
const said = (first: number, to: number) => ({
  rooms: {
    join: {
      [room]: { timeline: { events: from(first, to), limited: true, prev_batch: `p${first}` }, state: { events: [] } },
    },
  },
  next_batch: `p${to + 1}`,
});

/** A server that holds a room of forty messages, and tells by sync what it is told to tell. */
function server() {
  const told: unknown[] = [];
  let asked: ((answer: unknown) => void) | null = null;
  const next = () =>
    new Promise((done) => {
      if (told.length > 0) done(told.shift());
      else asked = done;
    });
  const answer = async (url: URL): Promise<unknown> => {
    const path = url.pathname;
    if (path.endsWith("/sync")) return next();
    if (path.endsWith("/versions")) return { versions: ["v1.1", "v1.3", "v1.4", "v1.11"] };
    if (path.endsWith("/filter")) return { filter_id: "1" };
    if (path.endsWith("/pushrules/")) return { global: {} };
    const at = Number(/context\/(?:%24|\$)(\d+)/.exec(path)?.[1]);
    if (at)
      return {
        event: event(at),
        events_before: from(at - 2, at - 1).reverse(),
        events_after: from(at + 1, at + 1),
        state: [],
        start: `p${at - 2}`,
        end: `p${at + 2}`,
      };
    if (path.includes("/relations/")) return { chunk: [...answers].map(event).reverse() };
    if (path.endsWith("/messages")) {
      const token = Number(url.searchParams.get("from")!.slice(1));
      const limit = Number(url.searchParams.get("limit"));
      if (url.searchParams.get("dir") === "f") {
        const to = Math.min(last, token + limit - 1);
        return { chunk: from(token, to), start: `p${token}`, ...(to < last ? { end: `p${to + 1}` } : {}) };
      }
      const first = Math.max(1, token - limit);
      return {
        chunk: from(first, token - 1).reverse(),
        start: `p${token}`,
        ...(first > 1 ? { end: `p${first}` } : {}),
      };
    }
    return path.endsWith("/event/$25") || path.endsWith("/event/%2425") ? event(25) : {};
  };
  return {
    fetchFn: (async (url: string | URL) => {
      const body = JSON.stringify(await answer(new URL(url)));
      return new Response(body, { status: 200, headers: { "content-type": "application/json" } });
    }) as typeof fetch,
    tells: (what: unknown) => {
      if (asked) asked(what);
      else told.push(what);
      asked = null;
    },
  };
}

const silent: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  getChild: () => silent,
};
Object.assign(logger, silent);

let client: MatrixClient;
afterEach(() => client?.stopClient());

async function start() {
  const there = server();
  Thread.setServerSideSupport(FeatureSupport.Stable);
  Thread.setServerSideListSupport(FeatureSupport.Stable);
  Thread.setServerSideFwdPaginationSupport(FeatureSupport.Stable);
  client = createClient({
    baseUrl: "http://x",
    userId: me,
    accessToken: "t",
    deviceId: "d",
    timelineSupport: true,
    logger: silent,
    ...there,
  });
  seeGaps(client);
  there.tells(said(20, 26));
  await client.startClient({ threadSupport: true, lazyLoadMembers: true });
  await synced("p27");
  return there;
}
const synced = (token: string) =>
  vi.waitFor(() => {
    expect(client.getSyncState()).toBe(SyncState.Syncing);
    expect(client.getSyncStateData()?.nextSyncToken).toBe(token);
  });

/** Everything that the room shows, from its end back to its beginning. */
async function whole(): Promise<number[]> {
  const timeline = roomTimeline(client, client.getRoom(room)!);
  await timeline.open();
  while (!timeline.shown.now().atStart) await timeline.older();
  return timeline.shown.now().events.map((e) => Number(e.getContent().body));
}
const everything = from(1, last)
  .map((_, i) => i + 1)
  .filter((n) => !answers.has(n));

test("a gap is one although a place behind it was jumped to", async () => {
  const there = await start();
  expect(await roomTimeline(client, client.getRoom(room)!).open("$36")).toBe(true);
  there.tells(said(37, last));
  await synced(`p${last + 1}`);
  expect(await whole()).toEqual(everything);
});

test("a gap is one although a discussion knows what is behind it", async () => {
  const there = await start();
  // As the server says what the discussion holds to who opens it.
  const bundle = { "m.thread": { count: answers.size, latest_event: event(38), current_user_participated: false } };
  const root = client.getEventMapper()({ ...event(25), unsigned: { "m.relations": bundle } });
  const thread = client.getRoom(room)!.createThread("$25", root, [], true);
  await vi.waitFor(() => expect(thread.events.map((e) => e.getId())).toContain("$38"));
  there.tells(said(37, last));
  await synced(`p${last + 1}`);
  expect(await whole()).toEqual(everything);
});
