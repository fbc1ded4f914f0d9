import { leaving } from "../base/leaving";
import { ask } from "./http";

/** Answers that a page will want, asked for while its code and the rest of the house still come. */

interface Begun {
  readonly at: number;
  readonly answer: Promise<unknown>;
}
const begun = new Map<string, Begun>();
leaving.add(() => begun.clear());
/** What was asked for longer ago is not news any more. */
export const aheadMaxMs = 10_000;

/** Asks already now for what stands at a path. */
export function askAhead(path: string): void {
  const answer = ask<unknown>(path);
  answer.catch(() => undefined);
  begun.set(path, { at: Date.now(), answer });
}

/** What stands at a path, from an answer that was asked for ahead where there is one: each is taken once. */
export async function askOnce<T>(path: string, signal?: AbortSignal): Promise<T> {
  const ahead = begun.get(path);
  begun.delete(path);
  if (ahead && Date.now() - ahead.at <= aheadMaxMs) {
    try {
      const answer = (await ahead.answer) as T;
      signal?.throwIfAborted();
      return answer;
    } catch {
      signal?.throwIfAborted();
      // Whoever wants it asks by themselves, and learns why there is none.
    }
  }
  return ask<T>(path, signal ? { signal } : {});
}
