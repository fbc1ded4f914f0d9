import {
  type ClientEvent,
  ConnectionError,
  type EventTimeline,
  type MatrixClient,
  MatrixError,
  SyncState,
} from "matrix-js-sdk";
import { expect, test, vi } from "vitest";
import { insistOnBeginnings } from "./beginnings";

type OnSync = (state: SyncState) => void;

function client(paginateEventTimeline: MatrixClient["paginateEventTimeline"]) {
  const listeners = new Set<OnSync>();
  const made = {
    paginateEventTimeline,
    on: (_: ClientEvent.Sync, listener: OnSync) => listeners.add(listener),
    off: (_: ClientEvent.Sync, listener: OnSync) => listeners.delete(listener),
  } as unknown as MatrixClient;
  insistOnBeginnings(made);
  const syncs = async (state: SyncState) => {
    await new Promise((done) => setTimeout(done));
    for (const listener of [...listeners]) listener(state);
  };
  return { made, syncs };
}
const timeline = (thread: object | undefined) => ({ getTimelineSet: () => ({ thread }) }) as unknown as EventTimeline;
const lost = new ConnectionError("no network");

test("what a discussion begins with is asked for again when the server answers, not before", async () => {
  const once = vi.fn().mockRejectedValueOnce(lost).mockRejectedValueOnce(lost).mockResolvedValueOnce(true);
  const { made, syncs } = client(once);
  const came = made.paginateEventTimeline(timeline({}), { backwards: true });
  await syncs(SyncState.Reconnecting);
  expect(once).toHaveBeenCalledTimes(1);
  await syncs(SyncState.Syncing);
  await syncs(SyncState.Syncing);
  expect(await came).toBe(true);
  expect(once).toHaveBeenCalledTimes(3);
});

test("a discussion that is refused has no beginning, and what a page asks for fails as it is asked", async () => {
  const refused = client(vi.fn().mockRejectedValue(new MatrixError({ errcode: "M_FORBIDDEN" }, 403)));
  expect(await refused.made.paginateEventTimeline(timeline({}), { backwards: true })).toBe(false);
  const page = client(vi.fn().mockRejectedValue(lost));
  await expect(page.made.paginateEventTimeline(timeline({}), { backwards: true, limit: 40 })).rejects.toBe(lost);
  await expect(page.made.paginateEventTimeline(timeline(undefined), { backwards: true })).rejects.toBe(lost);
});
