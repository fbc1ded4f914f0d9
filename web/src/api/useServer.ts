import { useEffect } from "react";
import { store } from "../base/store";
import { type Server, server } from "./parvis";

const known = store<Server | null>(null);
const away = store(false);
const againMs = 4000;

const ask = (): Promise<void> =>
  server().then(
    (it) => {
      known.set(it);
      away.set(false);
    },
    () => away.set(true),
  );

/** What the server says of itself, or null while it has not answered; the form works without it. */
export function useServer(): Server | null {
  useEffect(() => void ask(), []);
  return known.use();
}

/** True while the server does not say who it is; it is asked again until it does. */
export function useServerAway(): boolean {
  const is = away.use();
  useEffect(() => {
    if (!is) return;
    const timer = setInterval(() => void ask(), againMs);
    return () => clearInterval(timer);
  }, [is]);
  return is;
}
