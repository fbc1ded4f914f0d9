import { expect, test } from "vitest";
import { type Board, type Deeds, pinnedAfter, pinOn, type Written } from "./pinned";

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
function board(first: readonly string[], seed = 1) {
  const list: Written[] = [{ id: "0", all: first, before: [], replaced: undefined, deeds: undefined }];
  let chance = seed;
  const turn = async () => {
    chance = (chance * 1_103_515_245 + 12_345) % 2_147_483_648;
    for (let left = Math.floor(chance / 65_536) % 7; left > 0; left--) await null;
  };
  const last = () => list.at(-1)!;
  const there = async <X>(found: () => X) => {
    await turn();
    const answer = found();
    await turn();
    return answer;
  };
  const write = (all: readonly string[], deeds?: Deeds) => {
    // The server takes what stands there already for no writing.
    if (JSON.stringify([all, deeds]) === JSON.stringify([last().all, last().deeds])) return;
    list.push({ id: `${list.length}`, all, before: last().all, replaced: last().id, deeds });
  };
  const of: Board = {
    write: (all, deeds) => there(() => write(all, deeds)),
    written: (id) => there(() => list[Number(id)]!),
    last: () => there(last),
  };
  const known = (at = 0) => ({ id: `${at}`, all: list[at]!.all });
  return { of, known, write, now: () => [...last().all].sort(), writes: () => list.length - 1 };
}

type Deed = readonly [string, boolean];
const deeds: readonly { readonly of: readonly Deed[]; readonly end: readonly string[] }[] = [
  {
    of: [
      ["$a", true],
      ["$b", true],
      ["$c", true],
    ],
    end: ["$a", "$b", "$c", "$x", "$y", "$z"],
  },
  {
    of: [
      ["$a", true],
      ["$y", false],
      ["$z", false],
    ],
    end: ["$a", "$x"],
  },
  {
    of: [
      ["$a", true],
      ["$b", true],
      ["$y", false],
    ],
    end: ["$a", "$b", "$x", "$z"],
  },
  {
    of: [
      ["$x", false],
      ["$y", false],
      ["$z", false],
    ],
    end: [],
  },
  {
    of: [
      ["$a", true],
      ["$y", false],
      ["$y", false],
    ],
    end: ["$a", "$x", "$z"],
  },
];

test("whoever pins or takes down at the same moment undoes nothing of the others", async () => {
  for (const { of, end } of deeds)
    for (let seed = 1; seed <= 300; seed++) {
      const there = board(["$x", "$y", "$z"], seed);
      await Promise.all(of.map(([id, on]) => pinOn(there.of, there.known(), id, on)));
      expect(there.now(), `${JSON.stringify(of)} ${seed}`).toEqual(end);
    }
});

test("what others took down before I knew does not come back, and what an old list lost does", async () => {
  const there = board(["$x", "$y"]);
  there.write(["$x"]);
  await pinOn(there.of, there.known(), "$a", true);
  expect(there.now()).toEqual(["$a", "$x"]);
  const torn = board(["$x"]);
  torn.write(["$c"], { on: ["$c"], off: [] });
  await pinOn(torn.of, torn.known(1), "$a", true);
  torn.write(["$b"], { on: ["$b"], off: [] });
  await pinOn(torn.of, torn.known(2), "$d", true);
  expect(torn.now()).toEqual(["$a", "$b", "$c", "$d"]);
});

test("what was taken down long ago does not come back when I write what stands there", async () => {
  const there = board(["$a", "$x"]);
  for (const all of [["$x"], ["$q", "$x"], ["$x"]]) there.write(all);
  await pinOn(there.of, there.known(), "$a", false);
  expect(there.now()).toEqual(["$x"]);
  await pinOn(there.of, there.known(3), "$x", true);
  expect(there.writes()).toBeLessThan(5);
});

test("where it is hidden what stood there before, the list is taken as it is", async () => {
  const there = board(["$x", "$y"]);
  const hidden = {
    ...there.of,
    last: async () => ({ ...(await there.of.last()), before: [], replaced: undefined }),
  };
  await pinOn(hidden, there.known(), "$a", true);
  await pinOn({ ...there.of, written: async () => null }, there.known(), "$b", true);
  expect(there.now()).toEqual(["$a", "$b", "$x", "$y"]);
});

test("who pins alone writes once, however many writings there were, and two who do not agree come to an end", async () => {
  const alone = board(many);
  for (let i = 0; i < 50; i++) alone.write([`$w${i}`, ...many]);
  await pinOn(alone.of, alone.known(50), "$new", true);
  expect(alone.writes()).toBe(51);
  await pinOn(alone.of, { id: "$unknown", all: many }, "$newer", true);
  expect(alone.now()).toContain("$newer");
  const torn = board([], 7);
  await Promise.all([pinOn(torn.of, torn.known(), "$a", true), pinOn(torn.of, { id: "0", all: ["$a"] }, "$a", false)]);
  expect(torn.writes()).toBeLessThan(20);
});
