import { useEffect, useState } from "react";

const prefix = "parvis.kept.";

/** A field whose text survives leaving the page and coming back, as long as the tab lives. Never for a password. */
export function useKept(key: string, first = ""): [string, (next: string) => void] {
  const [value, setValue] = useState(() => keptOf(key) ?? first);
  const keep = (next: string) => {
    setValue(next);
    keepAs(key, next);
  };
  return [value, keep];
}

/** What is kept of a field; null when nothing is. */
export function keptOf(key: string): string | null {
  try {
    return sessionStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

/** Keeps a text for a field that is not shown yet. */
export function keepAs(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(prefix + key, text);
    else sessionStorage.removeItem(prefix + key);
  } catch {
    // A forbidden storage costs the memory of the field, not the field.
  }
}

/** A field that shows what is known until somebody writes in it; then what they wrote, until it is known. */
export interface Edited {
  readonly value: string;
  /** True when what is written differs from what is known. */
  readonly changed: boolean;
  readonly write: (next: string) => void;
}

export function useEdited(key: string, known: string): Edited {
  const [written, keep] = useKept(key);
  const [touched, touch] = useState(written !== "");
  const value = touched ? written : known;
  // biome-ignore lint/correctness/useExhaustiveDependencies: to keep is the same deed at every drawing
  useEffect(() => {
    if (!touched || written !== known) return;
    touch(false);
    keep("");
  }, [touched, written, known]);
  return {
    value,
    changed: value.trim() !== known,
    write: (next) => {
      touch(true);
      keep(next);
    },
  };
}

/** Puts away an answer of the server, to be shown while it does not answer; as long as the tab lives. */
export function putAway(key: string, answer: unknown): void {
  try {
    sessionStorage.setItem(prefix + key, JSON.stringify(answer));
  } catch {
    // A full or forbidden storage costs what is shown without a network.
  }
}

/** What was put away; null when there is nothing. */
export function takenOut<X>(key: string): X | null {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + key) ?? "null") as X | null;
  } catch {
    return null;
  }
}

/** Forgets the fields of everybody who used this tab. */
export function forgetKept(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name);
  } catch {
    // What cannot be read was not kept.
  }
}
