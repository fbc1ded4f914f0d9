import type { BoardField, Column, Label } from "../../api/tasks";

/** What is arranged of a board. */
export type Arranged = Column | Label | BoardField;
export interface Arranging {
  readonly did: "added" | "removed" | "renamed" | "limited" | "unlimited" | "changed" | "moved";
  readonly name: string;
  /** What it was called. */
  readonly was?: string;
  readonly limit?: number;
}

const plain = (of: Arranged): string => JSON.stringify({ ...of, name: "", limit: null });
const limitOf = (of: Arranged): number | null => ("limit" in of ? of.limit : null);

function changesOf(was: Arranged, is: Arranged): readonly Arranging[] {
  const { name } = is;
  const limit = limitOf(is);
  return [
    ...(was.name === name ? [] : [{ did: "renamed", name, was: was.name } as const]),
    ...(limitOf(was) === limit
      ? []
      : [limit === null ? ({ did: "unlimited", name } as const) : ({ did: "limited", name, limit } as const)]),
    ...(plain(was) === plain(is) ? [] : [{ did: "changed", name } as const]),
  ];
}

/** What makes one list of columns, labels or fields of another one. */
export function arrangings(from: readonly Arranged[], to: readonly Arranged[]): readonly Arranging[] {
  const was = new Map(from.map((one) => [one.id, one]));
  const is = new Set(to.map((one) => one.id));
  const told = to.flatMap((one): readonly Arranging[] => {
    const old = was.get(one.id);
    return old ? changesOf(old, one) : [{ did: "added", name: one.name }];
  });
  const gone = from.filter(({ id }) => !is.has(id)).map(({ name }): Arranging => ({ did: "removed", name }));
  const all = [...told, ...gone];
  return all.length > 0 ? all : [{ did: "moved", name: "" }];
}
