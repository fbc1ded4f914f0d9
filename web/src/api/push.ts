import { account } from "../base/account";
import { keptStore } from "../base/store";
import { ask } from "./http";

/** What this browser shows when Parvis is closed or behind another window: nothing, that something waits, or names too. */
export type Shown = "off" | "plain" | "names";
export interface PushWish {
  readonly shown: Shown;
  /** Nothing from 20 h to 7 h. */
  readonly quiet: boolean;
}
/** Why a browser shows nothing: it cannot, its person or its settings refuse, or its maker's service does not answer. */
export type Hindrance = "unable" | "refused" | "away";

export class Hindered extends Error {
  constructor(readonly why: Hindrance) {
    super(why);
  }
}

interface Kept extends PushWish {
  /** By what the server writes to this browser. */
  readonly pushkey: string;
  /** Whose wish it is, and of which session: the server forgets it with that. */
  readonly userId: string;
  readonly deviceId: string;
}

function readKept(kept: unknown): Kept | undefined {
  const { shown, quiet, pushkey, userId, deviceId } = (kept ?? {}) as Record<string, unknown>;
  if (shown !== "plain" && shown !== "names") return undefined;
  if (typeof pushkey !== "string" || typeof userId !== "string" || typeof deviceId !== "string") return undefined;
  return { shown, quiet: quiet === true, pushkey, userId, deviceId };
}

/** What was chosen for this browser. */
const chosen = keptStore<Kept | null>("parvis.push", null, readKept);

/** The same, when whoever is signed in chose it, in this session. */
function ours(): Kept | null {
  const kept = chosen.now();
  const mine = account.now();
  return kept && kept.userId === mine?.userId && kept.deviceId === mine.deviceId ? kept : null;
}

const path = "/_matrix/client/v3/pushers";
const appId = "fr.parvis.web";
const night = { quiet_from: 20, quiet_until: 7 };

const registration = () => navigator.serviceWorker?.getRegistration();

/** Whether this browser is told, and how; `able` says whether it could be. */
export async function pushOfThisBrowser(): Promise<PushWish & { readonly able: boolean }> {
  const worker = await registration();
  const able = worker !== undefined && "PushManager" in window && "Notification" in window;
  const wish = ours();
  const subscribed = able && wish !== null && (await worker.pushManager.getSubscription()) !== null;
  return subscribed ? { ...wish, able } : { shown: "off", quiet: wish?.quiet ?? true, able };
}

const text = (bytes: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

async function subscription(): Promise<PushSubscription> {
  const worker = await registration();
  if (!worker || !("PushManager" in window)) throw new Hindered("unable");
  if ((await Notification.requestPermission()) !== "granted") throw new Hindered("refused");
  const { key } = await ask<{ key: string }>("/api/v1/push");
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await worker.pushManager.subscribe(wanted);
  } catch (failure) {
    if (!(failure instanceof DOMException) || failure.name !== "InvalidStateError") throw new Hindered("away");
    // It was subscribed for the key of another house.
    await (await worker.pushManager.getSubscription())?.unsubscribe();
    return worker.pushManager.subscribe(wanted);
  }
}

/** Sets what this browser is told. The first time, the browser asks its person. */
export async function setPush({ shown, quiet }: PushWish, lang: string): Promise<void> {
  if (shown === "off") return stopPush();
  const { endpoint, getKey } = await subscription().then((s) => ({ endpoint: s.endpoint, getKey: s.getKey.bind(s) }));
  const pushkey = text(getKey("p256dh"));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  await ask<unknown>(`${path}/set`, {
    method: "POST",
    body: {
      app_id: appId,
      pushkey,
      kind: "webpush",
      app_display_name: "Parvis",
      device_display_name: location.host,
      lang,
      data: { url: endpoint, auth: text(getKey("auth")), names: shown === "names", zone, ...(quiet ? night : {}) },
    },
  });
  const mine = account.now();
  if (mine) chosen.set({ shown, quiet, pushkey, userId: mine.userId, deviceId: mine.deviceId });
}

const subscribed = async () => (await (await registration())?.pushManager?.getSubscription()) ?? null;

/** Ends it, here and on the server; without a network, the browser refuses what still comes. */
export async function stopPush(): Promise<void> {
  const kept = ours();
  await (await subscribed())?.unsubscribe();
  if (kept)
    await ask<unknown>(`${path}/set`, { method: "POST", body: { app_id: appId, pushkey: kept.pushkey, kind: null } });
  chosen.set(null);
}

/** Whether the server writes to this browser still: it ends that when the service of the browser's maker says so. */
async function isKnown({ pushkey }: Kept): Promise<boolean> {
  const { pushers } = await ask<{ pushers: { app_id: string; pushkey: string }[] }>(path);
  return pushers.some((one) => one.app_id === appId && one.pushkey === pushkey);
}

/**
 * Makes true again what was chosen: a browser may change its subscription by itself, and the server may have ended it.
 * What another session chose has ended with that.
 */
export async function renewPush(lang: string): Promise<void> {
  if (!chosen.now()) return;
  const kept = ours();
  if (!kept) return stopPush();
  if (Notification.permission !== "granted") return;
  const now = await subscribed();
  if (now && text(now.getKey("p256dh")) === kept.pushkey) {
    if (await isKnown(kept)) return;
    await now.unsubscribe();
  }
  await setPush(kept, lang);
}

/** Sends this browser a notification to try: whether it left. */
export async function tryPush(): Promise<"sent" | "gone" | "failed"> {
  const pushkey = ours()?.pushkey ?? "";
  return (
    await ask<{ outcome: "sent" | "gone" | "failed" }>("/api/v1/push/trials", { method: "POST", body: { pushkey } })
  ).outcome;
}

/** Takes away what is shown of a room, when it is read here. */
export async function clearShown(room: string): Promise<void> {
  for (const shown of (await (await registration())?.getNotifications({ tag: room })) ?? []) shown.close();
}
