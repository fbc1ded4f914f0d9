import type { Room } from "matrix-js-sdk";
import { rewordedContent, type Written } from "./content";
import { pendingOf } from "./items";
import { live } from "./live";
import { type Message, messageOfParcel, type Pending } from "./message";
import type { Outbox } from "./outbox";
import type { NewParcel, Parcel } from "./parcels";
import { decide, type Scheduled } from "./scheduled";

/** A message for later as one reads it: one that the server holds, or one that is on its way there. */
export interface Later {
  readonly key: string;
  readonly due: number;
  readonly message: Message;
  readonly inThread: boolean;
  readonly held: Scheduled | null;
  readonly parcel: Parcel | null;
  /** How far the parcel is. */
  readonly pending: Pending | null;
}

const inThread = (content: Record<string, unknown>): boolean =>
  (content["m.relates_to"] as { rel_type?: string } | undefined)?.rel_type === "m.thread";

/** What of mine is to be said later in a room, the next one first. */
export function laterIn(room: Room, me: string, all: readonly Scheduled[], outbox: Outbox): readonly Later[] {
  const parcels = outbox.parcels.now().filter((p) => p.room === room.roomId && p.due !== undefined);
  const replaced = new Set(parcels.map((p) => p.replaces?.id));
  const held = all
    .filter((one) => one.room === room.roomId && !replaced.has(one.id))
    .map((one): Later => {
      const as: Parcel = { ...one, id: 0, txn: one.id, ts: one.due, state: "waiting" };
      const message = messageOfParcel(room, as, me, null);
      return {
        key: one.id,
        due: one.due,
        message,
        inThread: inThread(one.content),
        held: one,
        parcel: null,
        pending: null,
      };
    });
  const leaving = parcels.map((parcel): Later => {
    const pending = pendingOf(outbox, parcel);
    const message = messageOfParcel(room, parcel, me, pending);
    const { due = 0, content } = parcel;
    return { key: parcel.txn, due, message, inThread: inThread(content), held: null, parcel, pending };
  });
  return [...held, ...leaving].sort((a, b) => a.due - b.due);
}

const contentOf = ({ held, parcel }: Later) => (held ?? parcel)!.content;

/** What it would be as a new parcel, were it given up here. */
function anew({ held, parcel }: Later): NewParcel | null {
  if (held) return { room: held.room, type: held.type, content: held.content };
  if (!parcel || !live().outbox.cancel(parcel.id)) return null;
  const { room, type, content, thread, file } = parcel;
  return { room, type, content, ...(thread ? { thread } : {}), ...(file ? { file } : {}) };
}

/**
 * Takes back what the server still holds of a message whose change waits here: else that went, too. False when it has gone
 * already; what is not there before its time was taken back without our hearing so.
 */
async function takeBack({ parcel }: Later): Promise<boolean> {
  const { replaces, refusal } = parcel ?? {};
  if (!replaces || refusal === "SENT") return true;
  return (await decide(live().client, replaces.id, "cancel")) || replaces.due > Date.now();
}

/** Says it at another time, in other words where there are any. False when it does not wait any longer. */
export async function change(of: Later, words: Written | null, due: number): Promise<boolean> {
  const { outbox, me } = live();
  const { source } = of.message;
  const content = words && source ? rewordedContent(contentOf(of), source, words, me) : contentOf(of);
  const parcel = anew(of);
  // What went already, or was taken back already, is not replaced.
  const before = of.held ?? (of.parcel?.refusal === "SENT" ? undefined : of.parcel?.replaces);
  const replaces = before ? { replaces: { id: before.id, due: before.due } } : {};
  if (parcel) await outbox.add({ ...parcel, content, due, ...replaces });
  return parcel !== null;
}

/** Says it now. False when it does not wait any longer. */
export async function sayNow(of: Later): Promise<boolean> {
  if (of.held) return decide(live().client, of.held.id, "send");
  const parcel = (await takeBack(of)) ? anew(of) : null;
  if (parcel) await live().outbox.add(parcel);
  return parcel !== null;
}

/** Gives it up; what is given back brings it again. Null when it does not wait any longer. */
export async function giveUp(of: Later): Promise<(() => void) | null> {
  const { client, outbox } = live();
  const there = of.held ? await decide(client, of.held.id, "cancel") : await takeBack(of);
  const parcel = there ? anew(of) : null;
  return parcel && (() => void outbox.add({ ...parcel, due: of.due }));
}
