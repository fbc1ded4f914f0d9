import { ClientPrefix, Direction, type IEvent, Method, type Room } from "matrix-js-sdk";
import { useEffect, useMemo, useState } from "react";
import { changesOf } from "./changes";
import { useConnected } from "./hooks";
import { live } from "./live";
import {
  allOf,
  type Cast,
  counted,
  endOf,
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

interface Earlier {
  readonly votes: ReadonlyMap<string, Cast>;
  readonly whole: boolean;
}
const none: Earlier = { votes: new Map(), whole: true };

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
  const { all, whole } = await allOf(page, votesMax);
  return { votes: new Map(all.map((e) => [e.event_id, castOf(e)])), whole };
}

/** What was voted so far, what waits to leave included. */
export function useVotes(room: Room, id: string, poll: Poll, author: string): Votes {
  const { me, outbox } = useConnected();
  const version = changesOf(room.roomId).use();
  const [before, setBefore] = useState(none);
  useEffect(() => {
    if (!id.startsWith("$")) return;
    let here = true;
    void earlier(room.roomId, id).then(
      (found) => here && setBefore(found),
      () => undefined,
    );
    return () => {
      here = false;
    };
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
    return counted(poll, [...known.values()], mayEnd, before.whole);
  }, [room, id, version, before, poll, author, me, outbox]);
}

/** Asks the room a question. */
export const askPoll = (room: string, question: string, answers: readonly string[], several: boolean, shown: boolean) =>
  live().outbox.add({ room, type: pollTypes[0]!, content: pollContent(question, answers, several, shown) });

export const vote = (room: string, id: string, poll: Poll, answers: readonly string[]): Promise<void> =>
  live().outbox.add({ room, ...voteOf(id, poll, answers) });

export const endPoll = (room: string, id: string, poll: Poll, said: string): Promise<void> =>
  live().outbox.add({ room, ...endOf(id, poll, said) });
