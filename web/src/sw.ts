/// <reference lib="webworker" />
/**
 * The service worker: keeps the files of one build, so that Parvis starts without a network. It keeps no answer of the
 * server and no message; those belong to the session. The build fills in the two names between underscores.
 */
export {};

declare const self: ServiceWorkerGlobalScope;

const files: string[] = JSON.parse("__FILES__");
const cacheName = "parvis-__VERSION__";
/** Addresses that are the server's, never the client's. */
const servers = /^\/(_matrix|_synapse|api|\.well-known|metrics|health)(\/|$)/;

self.addEventListener("install", (e) => {
  e.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files)));
});

self.addEventListener("activate", (e) => {
  e.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((n) => n.startsWith("parvis-") && n !== cacheName).map((n) => caches.delete(n))),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (e) => {
  if (e.data === "take-over") void self.skipWaiting();
});

/** What the server says of something that waits, of rooms that were read elsewhere, or to be tried. */
interface Told {
  readonly title?: string;
  readonly body?: string;
  readonly room_id?: string;
  readonly event_id?: string;
  readonly open?: string;
  readonly read?: string;
  /** Where it leads, where that is not its room. */
  readonly at?: string;
  readonly pusher?: number;
  readonly proof?: string;
  readonly unread?: number;
  readonly cleared?: readonly string[];
  /** What is shown where something must be, and nothing waits any more. */
  readonly quiet?: string;
}

const pathOf = (room: string): string => `/rooms/${encodeURIComponent(room)}`;

const windows = async (): Promise<readonly WindowClient[]> =>
  self.clients.matchAll({ type: "window", includeUncontrolled: true });

async function clear(rooms: readonly string[]): Promise<void> {
  for (const shown of await self.registration.getNotifications()) if (rooms.includes(shown.tag)) shown.close();
}

async function badge(unread: number | undefined): Promise<void> {
  const { navigator: on } = self;
  if (unread === undefined || !("setAppBadge" in on)) return;
  await (unread > 0 ? on.setAppBadge(unread) : on.clearAppBadge()).catch(() => undefined);
}

const quietTag = "parvis-quiet";

/** Browsers take pushes away from who shows nothing of them, unless one looks at a page: what is left is shown again, without a sound. */
async function showQuietly(words: string): Promise<void> {
  if ((await windows()).some((w) => w.visibilityState === "visible")) return;
  const last = (await self.registration.getNotifications()).at(-1);
  const silent = { silent: true, icon: "/icon-192.png" };
  await (last
    ? self.registration.showNotification(last.title, { ...silent, body: last.body, tag: last.tag, data: last.data })
    : self.registration.showNotification("Parvis", { ...silent, body: words, tag: quietTag }));
}

/** Shows what waits, unless its room is before somebody's eyes. */
async function tell(told: Told): Promise<void> {
  await badge(told.unread);
  if (told.cleared) await clear(told.cleared);
  if (!told.title) return showQuietly(told.quiet ?? "");
  await clear([quietTag]);
  const room = told.room_id;
  const at = room && pathOf(room);
  if (at && (await windows()).some((w) => w.focused && new URL(w.url).pathname.startsWith(at))) return;
  // TypeScript knows no actions of notifications, which browsers have had for long.
  const options: NotificationOptions & { actions?: unknown; renotify?: boolean } = {
    body: told.body ?? "",
    icon: "/icon-192.png",
    data: told,
  };
  if (room) {
    options.tag = room;
    options.renotify = true;
    options.actions = [
      { action: "open", title: told.open ?? "" },
      { action: "read", title: told.read ?? "" },
    ];
  }
  await self.registration.showNotification(told.title, options);
}

self.addEventListener("push", (e) => {
  e.waitUntil(tell((e.data?.json() ?? {}) as Told));
});

const asRead = ({ pusher, room_id, event_id, proof }: Told): Promise<unknown> =>
  fetch("/api/v1/push/readings", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ pusher, room_id, event_id, proof }),
  });

/** Opens a room in the tab that there is, or in a new one. */
async function open(path: string): Promise<void> {
  const [first] = await windows();
  if (!first) {
    await self.clients.openWindow(path);
    return;
  }
  first.postMessage({ open: path });
  await first.focus();
}

self.addEventListener("notificationclick", (e) => {
  const told = (e.notification.data ?? {}) as Told;
  e.notification.close();
  if (e.action === "read") e.waitUntil(asRead(told));
  else e.waitUntil(open(told.at ?? (told.room_id ? pathOf(told.room_id) : "/")));
});

async function fromCache(request: Request, key: string | Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(key, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  // What is used once, such as the crypto module, is there for the next start.
  if (answer.ok && request.url.includes("/assets/")) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== self.location.origin || servers.test(url.pathname)) return;
  if (e.request.mode === "navigate") e.respondWith(fromCache(e.request, "/"));
  else if (url.pathname.startsWith("/assets/") || files.includes(url.pathname))
    e.respondWith(fromCache(e.request, e.request));
});
