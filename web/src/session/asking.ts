import { EventType, HTTPError, type MatrixClient, Method } from "matrix-js-sdk";
import { memoryTable, openTable, type Table } from "../base/table";

/** The members of a room that was made anew who are still to be asked into the new one. */
export interface Asking {
  readonly id: number;
  /** The room they are in. */
  readonly from: string;
  /** The new room; absent until the server has said that it is there. */
  readonly to?: string;
  readonly people: readonly string[];
}

const pauseMs = 1000;
const asksMax = 20;
/** When whoever is left is asked again. */
const againMs = 60_000;
/** How long a new room may be in coming: its server may still be at work when whatever stands before it gives up. */
const comingMs = 24 * 60 * 60 * 1000;

const statusOf = (failure: unknown): number => (failure instanceof HTTPError ? (failure.httpStatus ?? 0) : 0);
const isTooSoon = (failure: unknown): failure is HTTPError => statusOf(failure) === 429;
/** True when it was the server that said no, and would again. A session that ended goes on with the next password. */
const isRefusal = (failure: unknown): boolean =>
  statusOf(failure) >= 400 && statusOf(failure) < 500 && statusOf(failure) !== 401 && !isTooSoon(failure);

/** How it ended that somebody was asked: they were, they may not be, or it must be tried again at another time. */
export type Asked = "asked" | "refused" | "later";

/** Asks somebody in; where that was too soon, as often as the server says when to come back. */
export async function ask(invite: () => Promise<unknown>, wait: (ms: number) => Promise<void>): Promise<Asked> {
  for (let asks = 1; asks <= asksMax; asks++) {
    try {
      await invite();
      return "asked";
    } catch (failure) {
      if (isRefusal(failure)) return "refused";
      if (!isTooSoon(failure)) return "later";
      await wait(failure.getRetryAfterMs() ?? pauseMs);
    }
  }
  return "later";
}

/** Asks people in one after the other, and keeps who is still to be asked. Gives back how many may not be. */
export async function askAll(
  kept: Table<Asking>,
  { people, ...asking }: Asking,
  each: (person: string) => Promise<Asked>,
): Promise<number> {
  let missed = 0;
  for (const [i, person] of people.entries()) {
    const end = await each(person);
    if (end === "later") return missed;
    if (end === "refused") missed++;
    await kept.put({ ...asking, people: people.slice(i + 1) }).catch(() => undefined);
  }
  await kept.remove(asking.id).catch(() => undefined);
  return missed;
}

const waited = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const databaseOf = (userId: string) => `parvis-asking-${userId}`;
let kept: Table<Asking> = memoryTable();
let turn: Promise<unknown> = Promise.resolve();

/** One after the other: the same people are not asked twice at once. */
function inTurn<T>(deed: () => Promise<T>): Promise<T> {
  const mine = turn.then(deed);
  turn = mine.catch(() => undefined);
  return mine;
}

const goOnWith = (client: MatrixClient, asking: Asking, to: string) =>
  askAll(kept, { ...asking, to }, (person) => ask(() => client.invite(to, person), waited));

let timer: ReturnType<typeof setTimeout> | undefined;

/** Comes back to who is left. */
async function comeBack(client: MatrixClient): Promise<void> {
  clearTimeout(timer);
  if ((await kept.all()).length > 0) timer = setTimeout(() => void goOn(client), againMs);
}

/** What was begun for a room and has come to nothing yet: a new beginning takes its place. */
async function giveUp(from: string): Promise<void> {
  for (const asking of await kept.all()) if (asking.from === from && !asking.to) await kept.remove(asking.id);
}

/** Keeps whom to ask while `make` makes the new room, then asks them. Nobody is forgotten before the server said no. */
export const askAfter = (client: MatrixClient, from: string, people: readonly string[], make: () => Promise<string>) =>
  inTurn(async () => {
    const asking: Asking = { id: Date.now(), from, people };
    await giveUp(from).catch(() => undefined);
    await kept.put(asking).catch(() => undefined);
    try {
      const to = await make();
      return { to, missed: await goOnWith(client, asking, to) };
    } catch (failure) {
      if (isRefusal(failure) || isTooSoon(failure)) await kept.remove(asking.id).catch(() => undefined);
      throw failure;
    } finally {
      await comeBack(client).catch(() => undefined);
    }
  });

/** Where a room went; null when it is still in its place, or does not say to me. */
async function successorOf(client: MatrixClient, room: string): Promise<string | null> {
  const path = `/rooms/${encodeURIComponent(room)}/state/${EventType.RoomTombstone}/`;
  try {
    return (await client.http.authedRequest<{ replacement_room: string }>(Method.Get, path)).replacement_room;
  } catch (failure) {
    if (isRefusal(failure)) return null;
    throw failure;
  }
}

async function goOnFor(client: MatrixClient, asking: Asking): Promise<void> {
  const to = asking.to ?? (await successorOf(client, asking.from));
  if (to) await goOnWith(client, asking, to);
  else if (Date.now() - asking.id > comingMs) await kept.remove(asking.id);
}

/** Goes on where an earlier page stopped, or where the network was lost. What fails for one room holds up no other. */
export const goOn = (client: MatrixClient) =>
  inTurn(async () => {
    for (const asking of await kept.all()) await goOnFor(client, asking).catch(() => undefined);
    await comeBack(client);
  }).catch(() => undefined);

/** Takes up what an earlier page left behind, and again at each return of the network. */
export async function keepAsking(client: MatrixClient, userId: string): Promise<() => void> {
  kept = await openTable(databaseOf(userId), "asking");
  const again = () => void goOn(client);
  addEventListener("online", again);
  again();
  return () => {
    removeEventListener("online", again);
    clearTimeout(timer);
    kept.close();
  };
}

export const forgetAsking = (userId: string): void => void indexedDB.deleteDatabase(databaseOf(userId));
