import { store } from "./store";

/** `offline`: no network. `server`: the network is there and the server does not answer. */
export type Connection = "online" | "offline" | "server";

const network = (): Connection => (globalThis.navigator?.onLine === false ? "offline" : "online");

/** What the banner says. The session sets `server` and `online` as it learns them from its requests. */
export const connection = store<Connection>(network());
/** How many messages wait for the network. */
export const waiting = store(0);

if (typeof window !== "undefined") {
  window.addEventListener("offline", () => connection.set("offline"));
  window.addEventListener("online", () => connection.set("online"));
}
