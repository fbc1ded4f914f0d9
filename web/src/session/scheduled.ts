import { type MatrixClient, MatrixError, Method } from "matrix-js-sdk";
import { type Store, store } from "../base/store";

/** A message that the server holds back until its time. */
export interface Scheduled {
  readonly id: string;
  readonly room: string;
  readonly type: string;
  readonly content: Record<string, unknown>;
  readonly due: number;
}

export interface AllScheduled {
  /** The next one first. */
  readonly all: readonly Scheduled[];
  readonly state: "coming" | "here" | "failed";
}

const nothing: AllScheduled = { all: [], state: "coming" };
/** What of mine waits on the server, whichever device asked for it. */
export const scheduled: Store<AllScheduled> = store(nothing);

/// spec: MSC4140
const prefix = "/_matrix/client/unstable/org.matrix.msc4140";
export const delayName = "org.matrix.msc4140.delay";
/** The longest that the server holds a message back. */
export const delayMaxMs = 30 * 24 * 60 * 60 * 1000;
/** How long after its time a message is looked for again. */
const graceMs = 1500;
/** A timer cannot be set for longer. */
const timerMaxMs = 2 ** 31 - 1;
const notFound = 404;

interface Told {
  readonly delay_id: string;
  readonly room_id: string;
  readonly type: string;
  readonly state_key?: string;
  readonly delay: number;
  readonly running_since: number;
  readonly content: Record<string, unknown>;
}

/** Messages alone: what calls and other programs hold back is theirs. */
export const scheduledIn = (told: readonly Told[]): readonly Scheduled[] =>
  told
    .filter((one) => one.type === "m.room.message" && one.state_key === undefined)
    .map(({ delay_id: id, room_id: room, type, content, delay, running_since: since }) => {
      return { id, room, type, content, due: since + delay };
    })
    .sort((a, b) => a.due - b.due);

let asked = 0;
/** Asks what waits; what does not answer leaves the list as it was. */
export async function readScheduled(client: MatrixClient): Promise<void> {
  const mine = ++asked;
  const request = client.http.authedRequest<{ delayed_events: Told[] }>(
    Method.Get,
    "/delayed_events",
    undefined,
    undefined,
    { prefix },
  );
  const told = await request.catch(() => null);
  if (mine !== asked) return;
  scheduled.set((before) =>
    told ? { all: scheduledIn(told.delayed_events), state: "here" } : { ...before, state: "failed" },
  );
}

/** What becomes of a message that waits. False when it does not wait any longer. */
export async function decide(client: MatrixClient, id: string, action: "cancel" | "send"): Promise<boolean> {
  try {
    await client.http.authedRequest(
      Method.Post,
      `/delayed_events/${encodeURIComponent(id)}`,
      undefined,
      { action },
      { prefix },
    );
    return true;
  } catch (failure) {
    if (failure instanceof MatrixError && failure.httpStatus === notFound) return false;
    throw failure;
  } finally {
    await readScheduled(client);
  }
}

/** What a message was before it was changed. */
export type Replaced = Pick<Scheduled, "id" | "due">;

/** Keeps the list in step: at each return of the person or of the network, and when the time of one has come. */
export function followScheduled(client: MatrixClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => document.visibilityState === "visible" && void readScheduled(client);
  const unfollow = scheduled.follow(() => {
    clearTimeout(timer);
    const next = scheduled.now().all[0];
    if (next) timer = setTimeout(look, Math.min(timerMaxMs, Math.max(graceMs, next.due - Date.now() + graceMs)));
  });
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
  look();
  return () => {
    unfollow();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
    removeEventListener("online", look);
    asked++;
    scheduled.set(nothing);
  };
}
