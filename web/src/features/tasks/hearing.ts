import { Refusal } from "../../api/http";
import { Silent } from "../../api/stream";
import { type Changes, changesSince, hearChanges } from "../../api/tasks";

/** How long a page that cannot hear asks instead, before it tries to hear again. */
const askingMs = 10 * 60_000;
/** What ends sooner was not ended because it was old. */
const shortMs = 5000;

let asksUntil = 0;

/** Something on the way holds back what is told, the server is of the version before, or too much of mine hears already. */
const unheard = (why: unknown): boolean =>
  why instanceof Silent || (why instanceof Refusal && (why.status === 429 || why.code === "M_UNRECOGNIZED"));

/**
 * Tells what changes on a board after a position, for a while: as it happens, or by one question that waits where it cannot be
 * heard. Whoever wants to know more asks again from where they were told. It ends when everything is to be read anew.
 */
export async function hearBoard(
  space: string,
  since: string,
  until: AbortSignal,
  on: (told: Changes) => void,
): Promise<void> {
  if (Date.now() < asksUntil) return on(await changesSince(space, since, until));
  const began = Date.now();
  const anew = new AbortController();
  let last = since;
  try {
    await hearChanges(space, since, AbortSignal.any([until, anew.signal]), (told) => {
      last = told.since;
      on(told);
      if (told.reset) anew.abort();
    });
  } catch (why) {
    if (anew.signal.aborted) return;
    if (!unheard(why)) throw why;
    const told = await changesSince(space, last, until);
    // Where a question is answered, it was not the network.
    asksUntil = Date.now() + askingMs;
    return on(told);
  }
  if (Date.now() - began < shortMs) throw new Refusal(0, "NETWORK", {});
}
