import { type DecisionCard, decisionsIn } from "../../api/decisions";
import { store } from "../../base/store";

/** Counts what I recorded from messages: what is known of a room is asked anew by it. */
export const traced = store(0);

type Traces = ReadonlyMap<string, readonly DecisionCard[]>;
const keptMs = 30_000;
const keptMax = 50;
const known = new Map<string, { readonly at: number; readonly turn: number; readonly asked: Promise<Traces> }>();

async function ask(room: string): Promise<Traces> {
  const all = new Map<string, DecisionCard[]>();
  for (const { event, decision } of await decisionsIn(room).catch(() => []))
    all.set(event, [...(all.get(event) ?? []), decision]);
  return all;
}

/** Decisions by the message that they were recorded from: every room is asked once for all of its messages. */
export function tracesIn(me: string, room: string, turn: number, now = Date.now()): Promise<Traces> {
  const key = `${me} ${room}`;
  const found = known.get(key);
  if (found && found.turn === turn && now - found.at < keptMs) return found.asked;
  const asked = ask(room);
  known.set(key, { at: now, turn, asked });
  if (known.size > keptMax) known.delete(known.keys().next().value!);
  return asked;
}
