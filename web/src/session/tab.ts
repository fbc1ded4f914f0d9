import { type Account, account, ended } from "../base/account";
import { leaving } from "../base/leaving";
import { attachments } from "./attached";
import { connect, forgetKept, forgetTold, session } from "./live";

/**
 * One tab of a browser holds the connection, by a Web Lock: two would write the same databases. Another tab waits its
 * turn, or takes the connection over; the first one then stops and says so.
 */
const lockName = "parvis.session";

let end = new AbortController();
let running: Promise<void> = Promise.resolve();

/** Connects, and stays until the signal. */
async function run(who: Account, until: AbortSignal): Promise<void> {
  if (until.aborted) return;
  const stop = await connect(who, () => anew(who));
  if (!until.aborted) await new Promise<void>((done) => until.addEventListener("abort", () => done(), { once: true }));
  await stop();
}

/** Runs while this tab holds the lock: asks for it, waits for it, or takes it. */
async function hold(who: Account, until: AbortSignal, how: "ask" | "wait" | "take"): Promise<void> {
  const options: LockOptions =
    how === "take" ? { steal: true } : how === "ask" ? { ifAvailable: true } : { signal: until };
  const mine = new AbortController();
  until.addEventListener("abort", () => mine.abort());
  let got = false;
  let work: Promise<void> = Promise.resolve();
  try {
    await navigator.locks.request(lockName, options, async (lock) => {
      if (!lock) return;
      got = true;
      work = run(who, mine.signal);
      await work;
    });
  } catch (failure) {
    if (!got && !until.aborted && !(failure instanceof DOMException)) throw failure;
    mine.abort();
    await work;
  }
  if (until.aborted) return;
  session.set({ kind: "elsewhere" });
  await hold(who, until, "wait");
}

function restart(who: Account | null, how: "ask" | "take"): void {
  end.abort();
  end = new AbortController();
  const until = end.signal;
  running = running.then(async () => {
    if (!who || until.aborted) return;
    if ("locks" in navigator) await hold(who, until, how);
    else await run(who, until);
  });
}

/** Begins again with what the server tells now; drafts and what waits to leave stay. */
function anew(who: Account): void {
  end.abort();
  running = running.then(() => forgetTold(who.userId));
  restart(who, "take");
}

/** Follows the account: starts when somebody signs in, stops when they sign out. */
export function keepSession(): () => void {
  let current: string | null = null;
  const follow = () => {
    const who = account.now();
    // A renewed token changes nothing; a session that ended and was taken up again starts anew.
    const key = who && !ended.now() ? `${who.userId} ${who.deviceId}` : null;
    if (key === current) return;
    if (!who) attachments.forget();
    const held = current !== null && who !== null && ended.now() !== null;
    current = key;
    // What is on screen stays while the password is asked for again.
    if (!held) restart(who, "ask");
  };
  const forget = leaving.add(async () => {
    const who = account.now();
    end.abort();
    await running;
    if (who) await forgetKept(who.userId);
  });
  const stops = [account.follow(follow), ended.follow(follow)];
  follow();
  return () => {
    for (const stop of stops) stop();
    forget();
    end.abort();
  };
}

/** Takes the connection from the other tab. */
export const useHere = (): void => restart(account.now(), "take");
