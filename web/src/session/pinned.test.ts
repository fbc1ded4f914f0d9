import { expect, test } from "vitest";
import { pinnedAfter, pinOn } from "./pinned";

const many = Array.from({ length: 150 }, (_, i) => `$${i}`);

test("what is pinned beyond what is shown stays", () => {
  expect(pinnedAfter(many, "$new", true)).toEqual(["$new", ...many]);
  expect(pinnedAfter(many, "$7", false)).toEqual(many.filter((id) => id !== "$7"));
});

test("what is pinned again comes first, once", () => {
  expect(pinnedAfter(many, "$140", true).slice(0, 2)).toEqual(["$140", "$0"]);
  expect(pinnedAfter(many, "$140", true)).toHaveLength(150);
});

/** A board on which the turns of several people are mixed by chance, the same for a seed. */
function board(first: readonly string[], seed: number) {
  let now = first;
  const replaced: (readonly string[])[] = [];
  let chance = seed;
  const turn = async () => {
    chance = (chance * 1_103_515_245 + 12_345) % 2_147_483_648;
    for (let left = chance % 7; left > 0; left--) await null;
  };
  return {
    now: () => now,
    writes: () => replaced.length,
    write: async (all: readonly string[]) => {
      await turn();
      const id = `${replaced.push(now) - 1}`;
      now = all;
      await turn();
      return id;
    },
    read: async (written: string) => {
      await turn();
      const there = { now, before: replaced[Number(written)]! };
      await turn();
      return there;
    },
  };
}

test("whoever pins at the same moment loses nothing of the others", async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const there = board(["$old"], seed);
    await Promise.all(["$a", "$b", "$c"].map((mine) => pinOn(there, ["$old"], mine, true)));
    expect([...there.now()].sort(), `${seed}`).toEqual(["$a", "$b", "$c", "$old"]);
  }
});

test("one who pins and one who takes down at the same moment both do", async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const there = board(["$old"], seed);
    await Promise.all([pinOn(there, ["$old"], "$a", true), pinOn(there, ["$old"], "$old", false)]);
    expect(there.now(), `${seed}`).toContain("$a");
  }
});

test("who pins alone writes once, and two who do not agree come to an end", async () => {
  const alone = board(many, 1);
  await pinOn(alone, many, "$new", true);
  expect(alone.writes()).toBe(1);
  const torn = board([], 7);
  await Promise.all([pinOn(torn, [], "$a", true), pinOn(torn, ["$a"], "$a", false)]);
  expect(torn.writes()).toBeLessThan(20);
});
