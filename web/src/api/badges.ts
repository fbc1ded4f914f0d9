import { useEffect, useSyncExternalStore } from "react";
import { account } from "../base/account";
import { store } from "../base/store";
import { ask } from "./http";

/** What stands beside somebody: their organisation, and whether they are from outside. */
export interface Standing {
  /** Absent for who is of none. */
  readonly label?: string;
  readonly external: boolean;
}

const known = store<ReadonlyMap<string, Standing>>(new Map());
const wanted = new Set<string>();
/** Whose answers these are. */
let of: string | null = null;
/** A house without organisations has nobody from outside. */
let none = false;
let asking = false;
const pauseMs = 200;
const togetherMax = 200;

async function look(): Promise<void> {
  const ids = [...wanted].slice(0, togetherMax);
  for (const id of ids) wanted.delete(id);
  try {
    const { badges } = await ask<{ badges: Record<string, Standing> }>("/api/v1/badges", {
      method: "POST",
      body: { user_ids: ids },
    });
    none = Object.keys(badges).length === 0;
    known.set((before) => new Map([...before, ...Object.entries(badges)]));
  } catch {
    // Whoever is shown again is asked for again.
  }
  asking = false;
  if (wanted.size > 0 && !none) soon();
}

function soon(): void {
  if (asking) return;
  asking = true;
  setTimeout(() => void look(), pauseMs);
}

function want(id: string): void {
  const mine = account.now()?.userId ?? null;
  if (mine !== of) {
    of = mine;
    none = false;
    known.set(new Map());
  }
  if (!mine || none || known.now().has(id) || !id.startsWith("@")) return;
  wanted.add(id);
  soon();
}

/** The organisation that has invited somebody from outside; null for everybody else, and while it is not known. */
export function useHost(id: string): string | null {
  useEffect(() => want(id), [id]);
  return useSyncExternalStore(known.follow, () => {
    const standing = known.now().get(id);
    return standing?.external ? (standing.label ?? null) : null;
  });
}

/** Of some people, who is from outside, and the organisation that has invited them. */
export function useHosts(ids: readonly string[]): ReadonlyMap<string, string> {
  const wantedOf = ids.join(" ");
  useEffect(() => wantedOf.split(" ").filter(Boolean).forEach(want), [wantedOf]);
  const all = useSyncExternalStore(known.follow, known.now);
  return new Map(
    ids.flatMap((id) => {
      const standing = all.get(id);
      return standing?.external && standing.label ? [[id, standing.label] as const] : [];
    }),
  );
}

/** The organisations of some people, as far as they are known. */
export function useLabels(ids: readonly string[]): ReadonlyMap<string, string> {
  const wantedOf = ids.join(" ");
  useEffect(() => wantedOf.split(" ").filter(Boolean).forEach(want), [wantedOf]);
  const all = useSyncExternalStore(known.follow, known.now);
  return new Map(
    ids.flatMap((id) => {
      const label = all.get(id)?.label;
      return label ? [[id, label] as const] : [];
    }),
  );
}

/** Those of some people who are from outside; null until that is known of all of them. */
export function useOutsiders(ids: readonly string[]): ReadonlySet<string> | null {
  const wantedOf = ids.join(" ");
  useEffect(() => wantedOf.split(" ").filter(Boolean).forEach(want), [wantedOf]);
  const all = useSyncExternalStore(known.follow, known.now);
  if (!none && ids.some((id) => !all.has(id))) return null;
  return new Set(ids.filter((id) => all.get(id)?.external));
}
