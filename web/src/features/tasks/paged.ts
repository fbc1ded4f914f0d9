/** What is read page by page, the latest first. */
export interface Pages<T> {
  readonly all: readonly T[];
  /** There is more, older than all of these. */
  readonly more: boolean;
}

/**
 * Two lists as one, the latest first. What is older than where one of them was read to waits: something of that one may stand between.
 */
export function merged<T extends { readonly at: number }>(one: Pages<T>, other: Pages<T>): readonly T[] {
  const ends = [one, other].filter((list) => list.more).map((list) => list.all.at(-1)?.at ?? Number.MAX_SAFE_INTEGER);
  const from = Math.max(Number.MIN_SAFE_INTEGER, ...ends);
  return [...one.all, ...other.all].filter(({ at }) => at >= from).sort((a, b) => b.at - a.at);
}
