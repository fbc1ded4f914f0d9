import {
  ClientEvent,
  createClient,
  HttpApiEvent,
  IndexedDBStore,
  type MatrixClient,
  MatrixError,
  MemoryStore,
  SyncState,
  type SyncStateData,
  Thread,
} from "matrix-js-sdk";
import { type Logger, logger } from "matrix-js-sdk/lib/logger";
import { FeatureSupport } from "matrix-js-sdk/lib/models/thread";
import { fetchAsMe } from "../api/tokens";
import {
  type Account,
  consentAsked,
  account as current,
  ended,
  expired,
  expiredCode,
  letIn,
  lockedCode,
  nowLocked,
  sessionEnded,
} from "../base/account";
import { connection, waiting } from "../base/connection";
import { store } from "../base/store";
import { forgetAsking, keepAsking } from "./asking";
import { attachments, forgetAttached, openAttached } from "./attached";
import { insistOnBeginnings } from "./beginnings";
import { forgetChanges, watch } from "./changes";
import { deliver } from "./deliver";
import { forgetDrafts } from "./drafts";
import { seeGaps } from "./gaps";
import { followHouse } from "./house";
import { followHeard } from "./ignore";
import { Outbox } from "./outbox";
import { openParcels, outboxOf } from "./parcels";
import { followProfile } from "./profile";
import { followScheduled } from "./scheduled";
import { followSummary } from "./summary";

/** The one connection of this browser to the server: the client that syncs, and what waits to go out. */
export interface Live {
  readonly client: MatrixClient;
  readonly outbox: Outbox;
  readonly me: string;
}

export type Session =
  | { readonly kind: "off" }
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly live: Live }
  /** Another tab of this browser holds the connection. */
  | { readonly kind: "elsewhere" }
  /** The first sync did not come; it is tried again by itself. */
  | { readonly kind: "waiting" };

export const session = store<Session>({ kind: "off" });

/** The connection; only for code that runs while there is one. */
export function live(): Live {
  const now = session.now();
  if (now.kind !== "ready") throw new Error("no session");
  return now.live;
}

const eventsAtFirst = 30;
const longestSlowRequestMs = 60_000;
const saveAfterMs = 1000;
/** Of the time between two savings, saving takes at most one part in so many. */
const saveShare = 30;
/** How long the pages wait for news before they show what was kept. */
const newsWaitMs = 2500;

/** Keeps the last answers of the server for a quick start; without a database, memory does. */
async function openStore(account: Account): Promise<MemoryStore> {
  const kept = new IndexedDBStore({ indexedDB, localStorage, dbName: databaseOf(account.userId) });
  try {
    await kept.startup();
    return kept;
  } catch {
    return new MemoryStore({ localStorage });
  }
}
const databaseOf = (userId: string) => `parvis-${userId}`;

/** The client says nothing in the console: what matters is said on the page, and logs hold no contents. */
const silent: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  getChild: () => silent,
};

// Some parts of the client know only the logger they share.
Object.assign(logger, silent);

/**
 * Puts away what was learnt, a moment after it was, and when the page goes to the back: a start without a network shows
 * what was seen before. Where much is kept, and saving takes its time, it is done less often.
 */
function saveWhatComes(client: MatrixClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tookMs = 0;
  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    const began = performance.now();
    await client.store.save(true)?.catch(() => undefined);
    tookMs = performance.now() - began;
  };
  const onSync = (state: SyncState, _before: SyncState | null, data?: SyncStateData) => {
    if (state === SyncState.Syncing && data?.oldSyncToken !== data?.nextSyncToken)
      timer ??= setTimeout(() => void save(), Math.max(saveAfterMs, tookMs * saveShare));
  };
  const onHidden = () => {
    if (document.visibilityState === "hidden") void save();
  };
  client.on(ClientEvent.Sync, onSync);
  document.addEventListener("visibilitychange", onHidden);
  return () => {
    clearTimeout(timer);
    client.off(ClientEvent.Sync, onSync);
    document.removeEventListener("visibilitychange", onHidden);
  };
}

function followConnection(client: MatrixClient, outbox: Outbox): () => void {
  const onSync = (state: SyncState, _before: SyncState | null, data?: SyncStateData) => {
    if (state === SyncState.Syncing || (state === SyncState.Prepared && !data?.fromCache)) {
      connection.set("online");
      letIn();
      outbox.wake();
    } else if (data?.error instanceof MatrixError && data.error.errcode === expiredCode) {
      expired.set(true);
    } else if (data?.error instanceof MatrixError && data.error.errcode === lockedCode) {
      nowLocked();
    } else if ((state === SyncState.Reconnecting || state === SyncState.Error) && !ended.now()) {
      connection.set(navigator.onLine ? "server" : "offline");
    }
  };
  const onNetwork = () => {
    client.retryImmediately();
    outbox.wake();
  };
  client.on(ClientEvent.Sync, onSync);
  addEventListener("online", onNetwork);
  const stopCounting = outbox.parcels.follow(() =>
    waiting.set(outbox.parcels.now().filter((p) => p.state === "waiting").length),
  );
  return () => {
    client.off(ClientEvent.Sync, onSync);
    removeEventListener("online", onNetwork);
    stopCounting();
    waiting.set(0);
  };
}

/** Calls once there is something to show: the server's news, or what was kept when they do not come. */
function whenReady(client: MatrixClient, ready: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = () => {
    stop();
    ready();
  };
  const onSync = (state: SyncState, _before: SyncState | null, data?: { fromCache?: boolean }) => {
    if (state === SyncState.Prepared && data?.fromCache) {
      if (navigator.onLine) timer = setTimeout(go, newsWaitMs);
      else go();
    } else if (state === SyncState.Prepared || state === SyncState.Syncing) go();
    else if (state === SyncState.Error && timer === undefined) session.set({ kind: "waiting" });
  };
  const stop = () => {
    clearTimeout(timer);
    client.off(ClientEvent.Sync, onSync);
  };
  client.on(ClientEvent.Sync, onSync);
  return stop;
}

/** Connects, and stays connected until the returned function is called. `stale`: what was told so far lacks something. */
export async function connect(account: Account, stale: () => void): Promise<() => Promise<void>> {
  session.set({ kind: "starting" });
  const kept = await openStore(account);
  const client = createClient({
    baseUrl: location.origin,
    userId: account.userId,
    deviceId: account.deviceId,
    accessToken: account.accessToken,
    store: kept,
    timelineSupport: true,
    disableVoip: true,
    localTimeoutMs: longestSlowRequestMs,
    logger: silent,
    fetchFn: fetchAsMe,
  });
  // There are no calls here, so the server is not asked at every start where they would be held.
  client._unstable_getRTCTransports = async () => [];
  insistOnBeginnings(client);
  seeGaps(client);
  const [parcels, stopAsking] = await Promise.all([
    openParcels(account.userId),
    keepAsking(client, account.userId),
    openAttached(account.userId),
  ]);
  const outbox = new Outbox(parcels, deliver(client));
  Thread.setServerSideSupport(FeatureSupport.Stable);
  Thread.setServerSideListSupport(FeatureSupport.Stable);
  Thread.setServerSideFwdPaginationSupport(FeatureSupport.Stable);

  const works = [
    stopAsking,
    watch(client, outbox),
    followConnection(client, outbox),
    followProfile(client),
    followSummary(client),
    followScheduled(client),
    followHouse(client),
    followHeard(client, stale),
    saveWhatComes(client),
    current.follow(() => client.setAccessToken(current.now()?.accessToken ?? "")),
    whenReady(client, () => session.set({ kind: "ready", live: { client, outbox, me: account.userId } })),
  ];
  client.on(HttpApiEvent.NoConsent, () => consentAsked.set((before) => before + 1));
  client.on(HttpApiEvent.SessionLoggedOut, (refusal) => sessionEnded(refusal.data as Record<string, unknown>));

  await outbox.load();
  await client.startClient({
    initialSyncLimit: eventsAtFirst,
    lazyLoadMembers: true,
    threadSupport: true,
    disablePresence: true,
  });
  return async () => {
    for (const stop of works) stop();
    outbox.close();
    attachments.close();
    client.stopClient();
    client.removeAllListeners();
    await kept.destroy().catch(() => undefined);
    forgetChanges();
    session.set({ kind: "off" });
  };
}

/** Removes what the server told, which it tells again at the next start; resolves when it is gone. */
export const forgetTold = (userId: string): Promise<void> =>
  new Promise((done) => {
    const asked = indexedDB.deleteDatabase(`matrix-js-sdk:${databaseOf(userId)}`);
    // Another page that still holds it lets go later, before the next start may open it.
    for (const end of ["success", "error", "blocked"]) asked.addEventListener(end, () => done());
  });

/** Removes what this browser keeps of an account: messages, drafts with their files, and what did not leave. */
export async function forgetKept(userId: string): Promise<void> {
  void forgetTold(userId);
  indexedDB.deleteDatabase(outboxOf(userId));
  forgetDrafts(userId);
  forgetAttached(userId);
  forgetAsking(userId);
}
