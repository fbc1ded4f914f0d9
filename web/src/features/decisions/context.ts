import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { changeDecision, type Decision, type DecisionWish, decision } from "../../api/decisions";
import { Refusal } from "../../api/http";
import { type SpaceMember, spaceMembers, type WholeSpace } from "../../api/spaces";
import { account } from "../../base/account";
import { plain } from "../../base/names";
import type { FindPeople } from "../../message/usePeople";
import { useRoom } from "../../session/hooks";
import { localpart, type Person, personOf } from "../../session/people";
import { Hearing } from "./hearing";

/** What I may do with the decisions of a space. */
export interface May {
  readonly propose: boolean;
  readonly take: boolean;
  readonly execute: boolean;
}

/** The register that is on screen. */
export interface OfRegister {
  readonly space: WholeSpace;
  /** Address of the register. */
  readonly root: string;
  readonly me: string;
  readonly may: May;
  readonly personOf: (id: string) => Person;
  readonly find: FindPeople;
  /** Counts what changed by me: the register is read anew by it. */
  readonly turn: number;
  readonly changed: () => void;
  /** Hears what changes, by whomever. */
  readonly hearing: Hearing;
}
export const RegisterContext = createContext<OfRegister | null>(null);

export function useRegister(): OfRegister {
  const of = useContext(RegisterContext);
  if (!of) throw new Error("outside of a register");
  return of;
}

const foundMax = 8;
const asPerson = (m: SpaceMember): Person => ({
  id: m.user_id,
  name: plain(m.display_name ?? "") || localpart(m.user_id),
  picture: m.avatar_url ?? null,
});

/** What the pages of a register share. */
export function useRegisterOf(space: WholeSpace, root: string): OfRegister {
  const me = account.use()?.userId ?? "";
  const { room, version } = useRoom(space.space_id);
  const [turn, setTurn] = useState(0);
  useEffect(() => void room?.loadMembersIfNeeded().catch(() => undefined), [room]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the people of the room
  const named = useCallback(
    (id: string) => (room ? personOf(room, id) : { id, name: localpart(id), picture: null }),
    [room, version],
  );
  const find = useCallback(
    async (term: string) => (await spaceMembers(space.space_id, term)).members.slice(0, foundMax).map(asPerson),
    [space.space_id],
  );
  const changed = useCallback(() => setTurn((n) => n + 1), []);
  const hearing = useMemo(() => new Hearing(space.space_id), [space.space_id]);
  useEffect(() => hearing.start(), [hearing]);
  return useMemo(() => {
    const has = (right: WholeSpace["rights"][number]) => space.archived !== true && space.rights.includes(right);
    const may = { propose: has("propose_decisions"), take: has("take_decisions"), execute: has("execute_decisions") };
    return { space, root, me, may, personOf: named, find, turn, changed, hearing };
  }, [space, root, me, named, find, turn, changed, hearing]);
}

/**
 * Reads anew what others have changed, when that is heard and when one comes back to the page.
 * `early`: it may be read before all is heard, and is read again then.
 */
export function useFresh(again: () => void, early = false): void {
  const { hearing } = useRegister();
  useEffect(() => {
    const forget = hearing.heard.follow(again);
    const stop = early && !hearing.begun.now() ? hearing.begun.follow(() => hearing.begun.now() && again()) : undefined;
    return () => {
      forget();
      stop?.();
    };
  }, [again, early, hearing]);
}

/** Changes a decision as it is shown. */
export const setOf = (of: Decision, set: DecisionWish): Promise<Decision> =>
  changeDecision(of.id, crypto.randomUUID(), of.version, set);

/**
 * Changes a decision as it is shown, or as it was when somebody began to write, and shows what became of it: what somebody
 * else wrote meanwhile, too.
 */
export async function settle(
  of: Decision,
  put: (next: Decision) => void,
  set: DecisionWish,
  base = of.version,
): Promise<Decision> {
  try {
    const next = await changeDecision(of.id, crypto.randomUUID(), base, set);
    put(next);
    return next;
  } catch (failure) {
    if (failure instanceof Refusal && failure.code === "FR_PARVIS_CHANGED") put(await decision(of.id));
    throw failure;
  }
}
