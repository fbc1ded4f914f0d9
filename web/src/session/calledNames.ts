import type { Called } from "../api/called";
import { type Store, store } from "../base/store";

/** Names that are remembered while nobody looks at them. */
const keptMax = 200;
/** How soon it is asked again for a name that could not be learnt: each time twice as late, by chance sooner or later, so that many do not ask in step. */
export const againMs = 10_000;
export const againMaxMs = 5 * 60_000;
const pauseOf = (fails: number) => Math.min(againMs * 2 ** (fails - 1), againMaxMs) * (0.5 + Math.random());

/** What somebody is called; or that this could not be learnt for now, and is asked again. */
export type Learnt = Called | "failed";

/** A name that is looked at: by how many, and when it is asked for again. */
interface Looked {
  by: number;
  fails: number;
  again?: ReturnType<typeof setTimeout>;
}

export interface CalledNames {
  readonly known: Store<ReadonlyMap<string, Learnt>>;
  /** Learns what somebody is called, as long as it is looked at; what it returns ends that. */
  readonly look: (id: string) => () => void;
  readonly forget: () => void;
}

/** What people are called, one request for each however many look, and again while it fails. */
export function calledNames(ask: (id: string) => Promise<Called | null>): CalledNames {
  const known = store<ReadonlyMap<string, Learnt>>(new Map());
  const looked = new Map<string, Looked>();
  const asking = new Set<string>();
  let turn = 0;

  const put = (id: string, name: Learnt) =>
    known.set((before) => {
      const next = new Map(before).set(id, name);
      for (const old of next.keys()) {
        if (next.size <= keptMax) break;
        if (!looked.has(old)) next.delete(old);
      }
      return next;
    });

  async function learn(id: string): Promise<void> {
    if (asking.has(id)) return;
    asking.add(id);
    const asked = turn;
    const name = await ask(id).catch(() => null);
    if (asked !== turn) return;
    asking.delete(id);
    const now = looked.get(id);
    if (name || now) put(id, name ?? "failed");
    if (!name && now) now.again = setTimeout(() => void learn(id), pauseOf(++now.fails));
  }

  function look(id: string): () => void {
    const one = looked.get(id) ?? { by: 0, fails: 0 };
    looked.set(id, one);
    if (++one.by === 1 && typeof known.now().get(id) !== "function") void learn(id);
    return () => {
      if (--one.by > 0) return;
      clearTimeout(one.again);
      looked.delete(id);
    };
  }

  function forget(): void {
    turn++;
    asking.clear();
    for (const one of looked.values()) clearTimeout(one.again);
    known.set(new Map());
  }
  return { known, look, forget };
}
