import { expect, test, vi } from "vitest";
import { connection } from "../base/connection";
import type { Cast } from "./polls";
import { type Earlier, keepReading } from "./voting";

const cast = {} as Cast;
const found = (known: Earlier["known"], ...ids: string[]): Earlier => ({
  votes: new Map(ids.map((id) => [id, cast])),
  known,
});
const turn = () => new Promise((done) => setTimeout(done));

test("a reading of votes that failed is told, and made again once the network is back or one asks for it", async () => {
  const read = vi
    .fn()
    .mockResolvedValueOnce(found("failed", "$1", "$2"))
    .mockRejectedValueOnce(new Error("no session"))
    .mockResolvedValueOnce(found("all", "$2", "$3"));
  const told: string[] = [];
  const { again, stop } = keepReading(read, ({ votes, known }) => told.push([known, ...votes.keys()].join(" ")));
  await turn();
  connection.set("offline");
  connection.set("online");
  await turn();
  again();
  again();
  await turn();
  connection.set("server");
  connection.set("online");
  await turn();
  expect(told).toEqual(["failed $1 $2", "coming $1 $2", "failed $1 $2", "coming $1 $2", "all $1 $2 $3"]);
  expect(read).toHaveBeenCalledTimes(3);
  stop();
});

test("votes that take their time are not shown as all there are, and who has left hears nothing more", async () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const { stop } = keepReading(
    () => new Promise(() => undefined),
    ({ known }) => told.push(known),
  );
  await vi.advanceTimersByTimeAsync(500);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toEqual(["coming"]);
  await vi.advanceTimersByTimeAsync(9000);
  expect(told).toEqual(["coming", "failed"]);
  stop();
  const gone: string[] = [];
  keepReading(
    async () => found("failed"),
    ({ known }) => gone.push(known),
  ).stop();
  await vi.advanceTimersByTimeAsync(2000);
  connection.set("offline");
  connection.set("online");
  await vi.advanceTimersByTimeAsync(2000);
  expect(gone).toEqual([]);
  vi.useRealTimers();
});
