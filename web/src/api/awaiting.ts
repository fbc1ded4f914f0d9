import { account } from "../base/account";
import { store } from "../base/store";
import { ask } from "./http";

/** How much waits for me, of each kind on which I decide: numbers alone, which no journal notes. */
export interface Awaiting {
  /** People who say of which organisation they are. */
  readonly claims?: number;
  /** Guests for whom more time is asked. */
  readonly more_time?: number;
  /** Organisations that apply. */
  readonly applications?: number;
  readonly space_requests?: number;
  /** People who object to a use of their data. */
  readonly objections?: number;
  readonly reports?: number;
}

const nothing: Awaiting = {};
export const awaiting = store(nothing);

/** All of it. */
export const totalOf = (of: Awaiting): number => Object.values(of).reduce<number>((sum, n) => sum + (n ?? 0), 0);
/** As much of it as has a page in the administration. */
export const administered = ({
  claims = 0,
  more_time = 0,
  applications = 0,
  objections = 0,
  reports = 0,
}: Awaiting): number => claims + more_time + applications + objections + reports;

export const forgetAwaiting = (): void => awaiting.set(nothing);

const shortestMs = 2000;
let askedAt = 0;
let soon: ReturnType<typeof setTimeout> | undefined;

/** Asks how much there is; what does not answer leaves the numbers as they were, and is null. */
export async function countAwaiting(): Promise<Awaiting | null> {
  const mine = account.now()?.userId;
  askedAt = Date.now();
  try {
    const told = await ask<Awaiting>("/api/v1/awaiting");
    if (account.now()?.userId === mine && JSON.stringify(told) !== JSON.stringify(awaiting.now())) awaiting.set(told);
    return told;
  } catch {
    return null;
  }
}

/** The same for who sees something move: soon, and once for what moves at once. */
export function countSoon(): void {
  if (soon !== undefined) return;
  const count = () => {
    soon = undefined;
    void countAwaiting();
  };
  soon = setTimeout(count, Math.max(0, shortestMs - (Date.now() - askedAt)));
}
