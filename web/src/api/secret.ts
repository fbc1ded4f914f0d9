import { keptStore } from "../base/store";

const secretBytes = 24;

/** What nobody else knows of what is asked for with it: a code, or a step to be let in. */
export const freshSecret = (): string =>
  [...crypto.getRandomValues(new Uint8Array(secretBytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const own = keptStore<string>("parvis.browser", "", (kept) => (typeof kept === "string" ? kept : undefined));

/** What this browser alone has, and keeps: whoever came in here before has tries of their own here. */
export function browserSecret(): string {
  if (!own.now()) own.set(freshSecret());
  return own.now();
}
