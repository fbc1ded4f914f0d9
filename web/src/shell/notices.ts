import { navigate } from "wouter/use-browser-location";
import { renewPush, stopPush } from "../api/push";
import { account } from "../base/account";
import { leaving } from "../base/leaving";
import { language } from "../base/preferences";

/** Follows what the service worker says of a notification that was opened, and keeps the subscription of this browser. */
export function followNotices(): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (e) => {
    const open = (e.data as { open?: unknown } | null)?.open;
    if (typeof open === "string" && open.startsWith("/")) navigate(open);
  });
  leaving.add(() => stopPush().catch(() => undefined));
  if (account.now() && "Notification" in window) void renewPush(language.now()).catch(() => undefined);
}
