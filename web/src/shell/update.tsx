import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { store } from "../base/store";
import s from "./shell.module.css";

/** How to take the newer Parvis, once there is one. */
const newer = store<{ readonly take: () => void } | null>(null);
const checkEveryMs = 60 * 60 * 1000;
/** How long the older worker may hold up the newer one: what it has begun can last for minutes. */
const takeOverMaxMs = 4000;

function watch(registration: ServiceWorkerRegistration): void {
  const offer = () => {
    const worker = registration.waiting;
    if (worker && navigator.serviceWorker.controller) newer.set({ take: () => take(registration, worker) });
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  setInterval(() => void registration.update().catch(() => {}), checkEveryMs);
}

/** Registers the service worker of a built Parvis: it makes an offline start possible, and it never takes over unasked. */
export function startOffline(): void {
  // A page whose file is gone was built by an older Parvis than the server's.
  window.addEventListener("vite:preloadError", () => newer.set((known) => known ?? { take: () => location.reload() }));
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js").then(watch, () => {
    // Without it (private window, plain HTTP) Parvis works as long as there is a network.
  });
}

function take(registration: ServiceWorkerRegistration, worker: ServiceWorker): void {
  newer.set(null);
  const late = setTimeout(() => void passBy(registration, worker), takeOverMaxMs);
  const takenOver = () => {
    clearTimeout(late);
    location.reload();
  };
  navigator.serviceWorker.addEventListener("controllerchange", takenOver, { once: true });
  worker.postMessage("take-over");
}

/** Loads the newer version from the server, past a worker that does not let go. Without a network it is offered again. */
async function passBy(registration: ServiceWorkerRegistration, worker: ServiceWorker): Promise<void> {
  if (registration.active === worker) return;
  try {
    await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(takeOverMaxMs) });
    await registration.unregister();
    location.reload();
  } catch {
    newer.set({ take: () => take(registration, worker) });
  }
}

/** Offers the newer version; what is written stays, because drafts are kept. */
export function UpdateOffer() {
  const { t } = useTranslation();
  const offered = newer.use();
  if (!offered) return null;
  return (
    <aside className={s.update} aria-label={t("shell.update.label")}>
      <p>{t("shell.update.text")}</p>
      <Button size="xs" onClick={offered.take}>
        {t("shell.update.now")}
      </Button>
      <Button size="xs" variant="subtle" data-quiet onClick={() => newer.set(null)}>
        {t("shell.update.later")}
      </Button>
    </aside>
  );
}
