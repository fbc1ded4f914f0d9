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
