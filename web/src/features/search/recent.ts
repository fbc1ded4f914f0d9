import { account } from "../../base/account";
import { leaving } from "../../base/leaving";
import { keptStore } from "../../base/store";

const keptMost = 5;

interface Kept {
  readonly user: string;
  readonly words: readonly string[];
}
const isText = (x: unknown): x is string => typeof x === "string" && x !== "";
function read(kept: unknown): Kept | undefined {
  const { user, words } = (kept ?? {}) as Record<string, unknown>;
  return isText(user) && Array.isArray(words) ? { user, words: words.filter(isText).slice(0, keptMost) } : undefined;
}

/** What was looked for last in this browser, by whoever is signed in; it goes when they sign out. */
const kept = keptStore<Kept | null>("parvis.searches", null, read);
leaving.add(() => kept.set(null));

const none: readonly string[] = [];
export function useRecent(): readonly string[] {
  const mine = account.use();
  const all = kept.use();
  return mine && all?.user === mine.userId ? all.words : none;
}

export function remember(words: string): void {
  const user = account.now()?.userId;
  if (!user || !words) return;
  const before = kept.now();
  const others = before?.user === user ? before.words.filter((one) => one !== words) : [];
  kept.set({ user, words: [words, ...others].slice(0, keptMost) });
}
