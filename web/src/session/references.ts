import { ClientPrefix, Direction, type IEvent, Method, type Room } from "matrix-js-sdk";
import { useEffect, useMemo, useState } from "react";
import { changesOf } from "./changes";
import { setDone } from "./done";
import { useConnected } from "./hooks";
import { live } from "./live";
import { remindedKey, remindersOf } from "./reminders";
import { roleOf } from "./roles";

export const confirmationType = "fr.parvis.confirmation";
export const acceptedType = "fr.parvis.accepted";
const relation = "m.reference";
const readMax = 100;

/** An event that refers to another one. */
export interface Reference {
  readonly id: string;
  readonly sender: string;
  readonly ts: number;
  readonly content: Readonly<Record<string, unknown>>;
}

async function earlier(room: string, id: string, type: string): Promise<Reference[]> {
  const at = encodeURIComponent;
  const { chunk } = await live().client.http.authedRequest<{ chunk: IEvent[] }>(
    Method.Get,
    `/rooms/${at(room)}/relations/${at(id)}/${relation}/${at(type)}`,
    { dir: Direction.Backward, limit: `${readMax}` },
    undefined,
    { prefix: ClientPrefix.V1 },
  );
  return chunk
    .filter((e) => e.unsigned?.redacted_because === undefined)
    .map((e) => ({ id: e.event_id, sender: e.sender, ts: e.origin_server_ts, content: e.content }));
}

const none: readonly Reference[] = [];

/** What refers to an event, of one type: what sync told, what waits to leave, and, once it is `wanted`, what was before. */
export function useReferences(room: Room, id: string, type: string, wanted: boolean): readonly Reference[] {
  const { me, outbox } = useConnected();
  const version = changesOf(room.roomId).use();
  const [before, setBefore] = useState(none);
  useEffect(() => {
    if (!wanted || !id.startsWith("$")) return;
    let here = true;
    // What does not come is shown as far as it is known.
    earlier(room.roomId, id, type).then(
      (all) => here && setBefore(all),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [room, id, type, wanted]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the room
  return useMemo(() => {
    const all = new Map(before.map((one) => [one.id, one]));
    for (const e of room.relations.getChildEventsForEvent(id, relation, type)?.getRelations() ?? []) {
      if (e.isRedacted()) all.delete(e.getId()!);
      else all.set(e.getId()!, { id: e.getId()!, sender: e.getSender()!, ts: e.getTs(), content: e.getContent() });
    }
    for (const p of outbox.parcels.now()) {
      const to = p.content["m.relates_to"] as { event_id?: string } | undefined;
      if (p.room === room.roomId && p.type === type && to?.event_id === id && p.state !== "failed")
        all.set(p.txn, { id: p.txn, sender: me, ts: p.ts, content: p.content });
    }
    return [...all.values()].sort((a, b) => a.ts - b.ts);
  }, [room, id, type, before, version, me, outbox]);
}

const refer = (room: string, type: string, to: string, content: object) =>
  live().outbox.add({ room, type, content: { ...content, "m.relates_to": { rel_type: relation, event_id: to } } });

/** Says that I read a post and understood it. What reminded me of it waits no more, wherever I look. */
export async function confirm(room: string, post: string): Promise<void> {
  await refer(room, confirmationType, post, {});
  const by = remindersOf(live().client).get(post);
  if (by) await setDone(remindedKey(post, by), true).catch(() => undefined);
}

/** Says which comment answers a question; null says that none does. */
export const accept = (room: string, question: string, answer: string | null): Promise<void> =>
  refer(room, acceptedType, question, { answer });

/** The comment that answers a question, as its author or an animator said last. */
export function acceptedOf(room: Room, author: string, references: readonly Reference[]): string | null {
  const last = references.findLast((r) => r.sender === author || isAnimator(room, r.sender));
  return typeof last?.content.answer === "string" ? last.content.answer : null;
}

export const isAnimator = (room: Room, person: string): boolean => /^(animator|creator)$/.test(roleOf(room, person));
