import { EventEmitter } from "node:events";
import { ClientEvent, EventTimelineSet, type MatrixClient, MatrixEvent, SyncState } from "matrix-js-sdk";
import { expect, test, vi } from "vitest";
import { Timeline } from "./timeline";

const event = (id: string) =>
  new MatrixEvent({
    event_id: id,
    room_id: "!r:x",
    sender: "@a:x",
    type: "m.room.message",
    origin_server_ts: 1,
    content: { msgtype: "m.text", body: id },
  });

/** Events as they come by sync, and a server whose older pages come when told. */
function place() {
  const pages: ((more: boolean) => void)[] = [];
  const client = {
    paginateEventTimeline: () => new Promise<boolean>((done) => pages.push(done)),
  } as unknown as MatrixClient;
  const set = new EventTimelineSet(undefined, { timelineSupport: true }, client);
  const comes = (id: string) => set.addLiveEvent(event(id), { addToState: false, fromCache: false });
  return { set, comes, timeline: new Timeline(client, set), page: () => pages.shift()?.(false) };
}
const ids = ({ timeline }: ReturnType<typeof place>) => timeline.shown.now().events.map((e) => e.getId());
const turn = () => new Promise((done) => setTimeout(done));

test("a gap that a sync leaves while older messages come in does not let go of the end", async () => {
  const here = place();
  here.set.getLiveTimeline().setPaginationToken("older", "b" as never);
  here.comes("$1");
  await Promise.all([here.timeline.open(), turn().then(here.page)]);
  expect(ids(here)).toEqual(["$1"]);
  const older = here.timeline.older();
  here.set.resetLiveTimeline("gap", "before");
  here.comes("$9");
  here.page();
  await older;
  expect(here.timeline.shown.now().atEnd).toBe(true);
  here.timeline.refresh();
  await turn();
  here.page();
  await turn();
  expect(ids(here)).toEqual(["$9"]);
  expect(here.timeline.shown.now().atEnd).toBe(true);
  here.comes("$10");
  here.timeline.refresh();
  expect(ids(here)).toEqual(["$9", "$10"]);
});

test("nobody jumps beyond the end of what is known while news is on its way", async () => {
  const sync = { state: SyncState.Prepared, fromCache: true };
  const jumped = vi.fn();
  const client = Object.assign(new EventEmitter(), {
    getSyncState: () => sync.state,
    getSyncStateData: () => sync,
    getEventTimeline: async () => {
      jumped();
      throw new Error("not here");
    },
  }) as unknown as MatrixClient;
  const set = new EventTimelineSet(undefined, { timelineSupport: true }, client);
  const timeline = new Timeline(client, set);
  const opening = timeline.open("$7");
  await turn();
  expect(jumped).not.toHaveBeenCalled();
  // What it asks for came with the news.
  set.addLiveEvent(event("$7"), { addToState: false, fromCache: false });
  sync.state = SyncState.Syncing;
  client.emit(ClientEvent.Sync, SyncState.Syncing, null);
  expect(await opening).toBe(true);
  expect(jumped).not.toHaveBeenCalled();
  expect(timeline.shown.now().events.map((e) => e.getId())).toEqual(["$7"]);

  // Without a network there is nothing to wait for.
  sync.state = SyncState.Reconnecting;
  expect(await timeline.open("$9")).toBe(false);
  expect(jumped).toHaveBeenCalledOnce();
});
