import { ClientPrefix, Direction, type IEvent, Method, type Room } from "matrix-js-sdk";
import { useEffect, useMemo, useRef, useState } from "react";
import { connection } from "../base/connection";
import { changesOf } from "./changes";
import { useConnected } from "./hooks";
import { live } from "./live";
import {
  allOf,
  type Cast,
  counted,
  endOf,
  type Known,
  type Poll,
  pollContent,
  pollTypes,
  type Votes,
  voteOf,
  votesMax,
  voteTypes,
} from "./polls";
import { can } from "./roles";

const relation = "m.reference";
const pageSize = 500;
const path = (room: string, poll: string) =>
  `/rooms/${encodeURIComponent(room)}/relations/${encodeURIComponent(poll)}/${relation}`;

export interface Earlier {
  readonly votes: ReadonlyMap<string, Cast>;
  readonly known: Known;
}
const noVotes: ReadonlyMap<string, Cast> = new Map();
/** Nothing is said of a reading that takes no longer. */
const quickMs = 1000;
/** A reading that takes longer has failed: where a network is lost without a word, nothing else says so. */
const readMaxMs = 10_000;

type Told = Pick<IEvent, "event_id" | "sender" | "origin_server_ts" | "type" | "content" | "unsigned">;
const castOf = (e: Told): Cast => ({
  getSender: () => e.sender,
  getTs: () => e.origin_server_ts,
  getType: () => e.type,
  getContent: <X>() => e.content as X,
  isRedacted: () => e.unsigned?.redacted_because !== undefined,
});

/** Votes that came before what this page knows of the room. */
async function earlier(room: string, poll: string): Promise<Earlier> {
  const { http } = live().client;
  const page = (from: string | undefined) =>
    http.authedRequest<{ chunk: Told[]; next_batch?: string }>(
      Method.Get,
      path(room, poll),
      { dir: Direction.Backward, limit: `${pageSize}`, ...(from ? { from } : {}) },
      undefined,
      { prefix: ClientPrefix.V1 },
    );
  const { all, known } = await allOf(page, votesMax);
  return { votes: new Map(all.map((e) => [e.event_id, castOf(e)])), known };
}

export interface Reading {
  readonly again: () => void;
  readonly stop: () => void;
}

/** Reads what was voted and, where that failed, again once the network or the server is back. Tells what it has. */
export function keepReading(read: () => Promise<Earlier>, tell: (all: Earlier) => void): Reading {
  let votes = noVotes;
  let known: Known | null = null;
  let stopped = false;
  const say = (now: Known) => {
    known = now;
    if (!stopped) tell({ votes, known });
  };
  const go = async () => {
    const timer = setTimeout(() => say("coming"), quickMs);
    const failed: Earlier = { votes: noVotes, known: "failed" };
    let late: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<Earlier>((done) => {
      late = setTimeout(() => done(failed), readMaxMs);
    });
    const found = await Promise.race([read().catch(() => failed), tooLong]);
    clearTimeout(timer);
    clearTimeout(late);
    votes = new Map([...votes, ...found.votes]);
    say(found.known);
  };
  const again = () => {
    if (known !== "failed") return;
    say("coming");
    void go();
  };
  const unfollow = connection.follow(() => connection.now() === "online" && again());
  void go();
  return {
    again,
    stop: () => {
      stopped = true;
      unfollow();
    },
  };
}

/** A timer that waits longer than this rings at once. */
const timerMaxMs = 2_000_000_000;

/** Whether the day of a poll has come; turns by itself when it does. */
function useOver(closes: number | null): boolean {
  const [over, setOver] = useState(() => closes !== null && closes <= Date.now());
  useEffect(() => {
    const left = closes === null ? null : closes - Date.now();
    setOver(left !== null && left <= 0);
    if (left === null || left <= 0 || left > timerMaxMs) return;
    const timer = setTimeout(() => setOver(true), left);
    return () => clearTimeout(timer);
  }, [closes]);
  return over;
}

/** What was voted so far, what waits to leave included. */
export function useVotes(room: Room, id: string, poll: Poll, author: string): Votes & Pick<Reading, "again"> {
  const { me, outbox } = useConnected();
  const version = changesOf(room.roomId).use();
  const over = useOver(poll.closes);
  const [before, setBefore] = useState<Earlier>({ votes: noVotes, known: "all" });
  const reading = useRef<Reading>(null);
  useEffect(() => {
    if (!id.startsWith("$")) return;
    reading.current = keepReading(() => earlier(room.roomId, id), setBefore);
    return reading.current.stop;
  }, [room, id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the room
  return useMemo(() => {
    const known = new Map(before.votes);
    for (const type of voteTypes)
      for (const e of room.relations.getChildEventsForEvent(id, relation, type)?.getRelations() ?? [])
        known.set(e.getId()!, e);
    for (const p of outbox.parcels.now()) {
      const to = p.content["m.relates_to"] as { event_id?: string } | undefined;
      if (p.room === room.roomId && to?.event_id === id && voteTypes.includes(p.type))
        known.set(p.txn, {
          getSender: () => me,
          getTs: () => p.ts,
          getType: () => p.type,
          getContent: <X>() => p.content as X,
          isRedacted: () => false,
        });
    }
    const mayEnd = (person: string) => person === author || can(room, person, "redact");
    const again = () => reading.current?.again();
    return { ...counted(poll, [...known.values()], mayEnd, before.known), again };
  }, [room, id, version, before, poll, author, me, outbox, over]);
}

/** Asks the room a question. */
export const askPoll = (room: string, ...asked: Parameters<typeof pollContent>) =>
  live().outbox.add({ room, type: pollTypes[0]!, content: pollContent(...asked) });

export const vote = (room: string, id: string, poll: Poll, answers: readonly string[]): Promise<void> =>
  live().outbox.add({ room, ...voteOf(id, poll, answers) });

export const endPoll = (room: string, id: string, poll: Poll, said: string): Promise<void> =>
  live().outbox.add({ room, ...endOf(id, poll, said) });
