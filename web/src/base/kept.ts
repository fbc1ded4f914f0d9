import { useState } from "react";

/** A field whose text survives leaving the page and coming back, as long as the tab lives. Never for a password. */
export function useKept(key: string, first = ""): [string, (next: string) => void] {
  const name = `parvis.kept.${key}`;
  const [value, setValue] = useState(() => {
    try {
      return sessionStorage.getItem(name) ?? first;
    } catch {
      return first;
    }
  });
  const keep = (next: string) => {
    setValue(next);
    try {
      if (next) sessionStorage.setItem(name, next);
      else sessionStorage.removeItem(name);
    } catch {
      // A forbidden storage costs the memory of the field, not the field.
    }
  };
  return [value, keep];
}
