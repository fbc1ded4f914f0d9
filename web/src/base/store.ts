import { useSyncExternalStore } from "react";

/** One value outside React that any component can follow: small, synchronous, without context. */
export interface Store<T> {
  readonly now: () => T;
  readonly set: (next: T | ((before: T) => T)) => void;
  readonly follow: (listener: () => void) => () => void;
  /** Follows the value from a component. */
  readonly use: () => T;
}

export function store<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<() => void>();
  const now = () => value;
  const follow = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const set = (next: T | ((before: T) => T)) => {
    const after = typeof next === "function" ? (next as (before: T) => T)(value) : next;
    if (Object.is(after, value)) return;
    value = after;
    for (const listener of [...listeners]) listener();
  };
  return { now, set, follow, use: () => useSyncExternalStore(follow, now) };
}

/** A store kept in this browser and shared by its tabs. A value that cannot be read is as good as absent. */
export function keptStore<T>(key: string, absent: T, read: (kept: unknown) => T | undefined): Store<T> {
  const load = (): T => {
    try {
      const text = localStorage.getItem(key);
      return text === null ? absent : (read(JSON.parse(text)) ?? absent);
    } catch {
      return absent;
    }
  };
  const inner = store<T>(load());
  if (typeof window !== "undefined") {
    window.addEventListener("storage", (e) => {
      if (e.key === key || e.key === null) inner.set(load());
    });
  }
  const set: Store<T>["set"] = (next) => {
    inner.set(next);
    try {
      const value = inner.now();
      if (Object.is(value, absent)) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage costs the memory of the choice, not the choice.
    }
  };
  return { ...inner, set };
}
