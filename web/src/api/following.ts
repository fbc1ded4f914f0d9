import { connection } from "../base/connection";
import { Refusal } from "./http";

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/** A token that is to be renewed, or a node of the version before that does not know the question: it may be answered later. */
const passingCodes = ["M_UNKNOWN_TOKEN", "M_UNRECOGNIZED"];
export const passing = (why: unknown): boolean =>
  why instanceof Refusal && (why.passing || passingCodes.includes(why.code));

/** Waits, no longer than until the network is back or nobody wants it any more. */
export function pause(ms: number, until: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      until.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, ms);
    const stop = connection.follow(() => connection.now() === "online" && end());
    until.addEventListener("abort", end);
  });
}

/**
 * Asks for what changed, again and again, until nobody wants it or it is refused. `next` gets the token that it gave
 * last, null at first and when the server does not take that token any more.
 */
export async function follow(
  next: (since: string | null, until: AbortSignal) => Promise<string | null>,
  until: AbortSignal,
): Promise<void> {
  let since: string | null = null;
  let pauseMs = firstPauseMs;
  while (!until.aborted) {
    try {
      since = await next(since, until);
      pauseMs = firstPauseMs;
    } catch (why) {
      if (until.aborted) return;
      if (!passing(why)) {
        if (since === null || !(why instanceof Refusal) || why.status !== 400) return;
        since = null;
      }
      await pause(pauseMs, until);
      pauseMs = Math.min(longestPauseMs, 2 * pauseMs);
    }
  }
}
