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
}

function readKept(kept: unknown): Kept | undefined {
  const { shown, quiet, pushkey } = (kept ?? {}) as Record<string, unknown>;
  if ((shown !== "plain" && shown !== "names") || typeof pushkey !== "string") return undefined;
  return { shown, quiet: quiet === true, pushkey };
}

/** What was chosen for this browser, by whoever is signed in. */
const chosen = keptStore<Kept | null>("parvis.push", null, readKept);

const path = "/_matrix/client/v3/pushers";
const appId = "fr.parvis.web";
const night = { quiet_from: 20, quiet_until: 7 };

const registration = () => navigator.serviceWorker?.getRegistration();

/** Whether this browser is told, and how; `able` says whether it could be. */
export async function pushOfThisBrowser(): Promise<PushWish & { readonly able: boolean }> {
  const worker = await registration();
  const able = worker !== undefined && "PushManager" in window && "Notification" in window;
  const wish = chosen.now();
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
  chosen.set({ shown, quiet, pushkey });
}

/** Ends it, here and on the server; without a network, the browser refuses what still comes. */
export async function stopPush(): Promise<void> {
  const kept = chosen.now();
  const subscribed = await (await registration())?.pushManager?.getSubscription();
  await subscribed?.unsubscribe();
  if (kept)
    await ask<unknown>(`${path}/set`, { method: "POST", body: { app_id: appId, pushkey: kept.pushkey, kind: null } });
  chosen.set(null);
}

/** A browser may change its subscription by itself: then the server learns of the new one. */
export async function renewPush(lang: string): Promise<void> {
  const kept = chosen.now();
  if (!kept || Notification.permission !== "granted") return;
  const now = await (await registration())?.pushManager?.getSubscription();
  if (!now || text(now.getKey("p256dh")) !== kept.pushkey) await setPush(kept, lang);
}

/** Sends this browser a notification to try: whether it left. */
export async function tryPush(): Promise<"sent" | "gone" | "failed"> {
  const pushkey = chosen.now()?.pushkey ?? "";
  return (
    await ask<{ outcome: "sent" | "gone" | "failed" }>("/api/v1/push/trials", { method: "POST", body: { pushkey } })
  ).outcome;
}

/** Takes away what is shown of a room, when it is read here. */
export async function clearShown(room: string): Promise<void> {
  for (const shown of (await (await registration())?.getNotifications({ tag: room })) ?? []) shown.close();
}
