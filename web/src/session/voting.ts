import { Direction, type MatrixEvent, type Room } from "matrix-js-sdk";
import { useEffect, useMemo, useState } from "react";
import { changesOf } from "./changes";
import { useConnected } from "./hooks";
import { live } from "./live";
import { type Cast, counted, endOf, type Poll, pollContent, pollTypes, type Votes, voteOf, voteTypes } from "./polls";
import { can } from "./roles";

const relation = "m.reference";
const pageSize = 100;
const pagesMax = 20;

/** Votes that came before what this page knows of the room. */
async function earlier(room: Room, poll: string): Promise<MatrixEvent[]> {
  const { client } = live();
  const toEvent = client.getEventMapper({ preventReEmit: true });
  const all: MatrixEvent[] = [];
  let from: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const answer = await client.fetchRelations(room.roomId, poll, relation, null, {
      dir: Direction.Backward,
      limit: pageSize,
      ...(from ? { from } : {}),
    });
    all.push(...answer.chunk.map(toEvent));
    from = answer.next_batch ?? undefined;
    if (!from) break;
  }
  return all;
}

/** What was voted so far, what waits to leave included. */
export function useVotes(room: Room, id: string, poll: Poll, author: string): Votes {
  const { me, outbox } = useConnected();
  const version = changesOf(room.roomId).use();
  const [before, setBefore] = useState<readonly MatrixEvent[]>([]);
  useEffect(() => {
    if (!id.startsWith("$")) return;
    let here = true;
    void earlier(room, id).then(
      (found) => here && setBefore(found),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [room, id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the room
  return useMemo(() => {
    const known = new Map<string, Cast>(before.map((e) => [e.getId()!, e]));
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
    return counted(poll, [...known.values()], (person) => person === author || can(room, person, "redact"));
  }, [room, id, version, before, poll, author, me, outbox]);
}

/** Asks the room a question. */
export const askPoll = (room: string, question: string, answers: readonly string[], several: boolean, shown: boolean) =>
  live().outbox.add({ room, type: pollTypes[0]!, content: pollContent(question, answers, several, shown) });

export const vote = (room: string, id: string, poll: Poll, answers: readonly string[]): Promise<void> =>
  live().outbox.add({ room, ...voteOf(id, poll, answers) });

export const endPoll = (room: string, id: string, poll: Poll, said: string): Promise<void> =>
  live().outbox.add({ room, ...endOf(id, poll, said) });
