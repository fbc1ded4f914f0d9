import { describe, expect, test, vi } from "vitest";
import type { Task, Wished } from "../../api/tasks";
import { memoryTable } from "../../base/table";
import { boardOf, cardOf } from "./fixtures";
import { arranged, merged, placeAt, stepOf } from "./order";
import { type Answer, courier, type ManyAnswer, manyCourier, Queue, unknownMaxMs, wishesMax } from "./queue";
import { afterOutrun, afterTaken, again, isAs, isNew, type Wish, wished, withWish } from "./wishes";

const board = boardOf();
const card = cardOf;
const task = (id: string, more: Partial<Task> = {}): Task => ({ ...card(id), description: "", versions: {}, ...more });
const wish = (id: number, on: string, set: Wished, more: Partial<Wish> = {}): Wish => ({
  id,
  space: "!s",
  task: on,
  request: `r${id}`,
  base: 1,
  set,
  by: "@a:p",
  at: 0,
  state: "waiting",
  ...more,
});
const ids = (columns: ReturnType<typeof arranged>) =>
  Object.fromEntries([...columns].map(([id, cards]) => [id, cards.map((c) => c.id).join("")]));

describe("wishes", () => {
  test("of one task go together while they have not left", () => {
    const one = withWish([], wish(1, "a", { title: "A1" }));
    const both = withWish(one, wish(2, "a", { due: "2026-11-25" }));
    expect(both.map((w) => w.set)).toEqual([{ title: "A1", due: "2026-11-25" }]);
    const left = both.map((w): Wish => ({ ...w, state: "sent" }));
    expect(withWish(left, wish(3, "a", { title: "A2" }))).toHaveLength(2);
  });

  test("a move stays behind the task that it names", () => {
    const all = [wish(1, "a", { title: "A1" }), wish(2, "~n", { title: "N" }, { base: null })];
    const next = withWish(all, wish(3, "a", { place: { column: "todo", after: "~n" } }));
    expect(next.map((w) => w.id)).toEqual([1, 2, 3]);
    const made = afterTaken(next, all[1]!, task("n"));
    expect(made.at(-1)?.set.place).toEqual({ column: "todo", after: "n" });
  });

  test("one that follows another of mine builds on its answer, and one that somebody outran does not", () => {
    const first = wish(1, "a", { title: "A1" }, { state: "sent" });
    const later = [first, wish(2, "a", { title: "A2" }), wish(3, "a", { due: null })];
    const [title, due] = afterTaken(later, first, task("a", { version: 3, versions: { due: 2, title: 3 } }));
    expect(title?.base).toBe(3);
    expect(due?.base).toBe(1);
  });

  test("to watch stands by itself, and whoever names others after it is not late", () => {
    const watch = wish(1, "a", {}, { watch: true });
    expect(withWish([watch], wish(2, "a", { title: "A1" }))).toHaveLength(2);
    expect(wished(task("a", { watchers: ["@b:p"] }), watch, board).watchers).toEqual(["@b:p", "@a:p"]);
    const left = wish(1, "a", {}, { watch: false });
    expect(wished(task("a", { watchers: ["@a:p", "@b:p"] }), left, board).watchers).toEqual(["@b:p"]);
    const sent: Wish = { ...watch, state: "sent" };
    const answer = task("a", { version: 3, versions: { title: 2, watchers: 3 } });
    const later = [sent, wish(2, "a", { watchers: ["@a:p", "@c:p"] }), wish(3, "a", { title: "A3" })];
    expect(afterTaken(later, sent, answer).map((w) => w.base)).toEqual([3, 1]);
  });

  test("of what was outrun the rest goes on, and mine can be taken again", () => {
    const mine = wish(10, "a", { title: "Mine", due: "2026-11-25" }, { state: "sent" });
    const theirs = task("a", { version: 4, title: "Theirs" });
    const [lost, rest] = afterOutrun([mine], mine, { fields: ["title"], task: theirs }, "fresh");
    expect(lost).toMatchObject({ state: "outrun", set: { title: "Mine" }, theirs });
    expect(rest).toMatchObject({ state: "waiting", set: { due: "2026-11-25" }, base: 4, request: "fresh" });
    expect(again(lost!, "r")).toMatchObject({ state: "waiting", base: 4, request: "r", set: { title: "Mine" } });
    const last = wish(12, "a", { title: "Last" }, { state: "sent" });
    const left = afterOutrun([lost!, last], last, { fields: ["title"], task: theirs }, "f");
    expect(left.map((w) => w.set)).toEqual([{ title: "Last" }]);
  });
});

describe("the order", () => {
  const cards = [card("b"), card("a"), card("c", { column: "doing" }), card("z", { archived: true })];

  test("is that of ranks, and of wishes", () => {
    expect(ids(arranged(cards, [], board))).toEqual({ todo: "ab", doing: "c", done: "" });
    const wanted = [
      wish(1, "b", { place: { column: "doing", after: null } }),
      wish(2, "~n", { title: "N", place: { column: "todo" } }, { base: null }),
      wish(3, "a", { place: { column: "doing", after: "b" } }),
      wish(4, "c", { title: "refused" }, { state: "refused" }),
    ];
    const columns = arranged(cards, wanted, board);
    expect(ids(columns)).toEqual({ todo: "~n", doing: "bac", done: "" });
    expect(columns.get("doing")?.[2]?.title).toBe("C");
  });

  test("is empty before the board is read", () => {
    const left = [wish(1, "~n", { title: "N" }, { base: null })];
    expect(arranged([], left, { version: 0, columns: [] }).size).toBe(0);
  });

  test("keys find the next place", () => {
    const columns = arranged(cards, [], board);
    expect(stepOf(columns, "a", "down")).toEqual({ column: "todo", index: 1 });
    expect(stepOf(columns, "a", "up")).toBeNull();
    expect(stepOf(columns, "b", "right")).toEqual({ column: "doing", index: 1 });
    expect(placeAt(columns, "a", "todo", 1)).toEqual({ column: "todo", after: "b" });
    expect(placeAt(columns, "b", "todo", 0)).toEqual({ column: "todo", after: null });
  });

  test("of two versions the later stands, and what is gone goes", () => {
    const known = merged(new Map(), [card("a", { version: 3 }), card("b")]);
    expect(merged(known, [card("a", { version: 2 })])).toBe(known);
    expect(merged(known, [card("a", { version: 3, comments: 1 })]).get("a")?.comments).toBe(1);
    const next = merged(known, [card("a", { version: 4, title: "New" })], ["b", "x"]);
    expect([...next.values()].map((c) => c.title)).toEqual(["New"]);
  });
});

const turns = async () => {
  for (let i = 0; i < 20; i++) await new Promise((done) => setTimeout(done));
};

describe("the queue", () => {
  test("sends in order, one after the other, and forgets what is taken", async () => {
    const kept = memoryTable<Wish>();
    const asked: string[] = [];
    const queue = new Queue("@a:p", kept, async (w) => {
      asked.push(`${w.task} ${Object.keys(w.set).join()} on ${w.base}`);
      return { kind: "taken", task: task(isNew(w.task) ? "n" : w.task, { version: (w.base ?? 0) + 1 }) };
    });
    const name = queue.make("!s", { title: "N" });
    queue.change({ id: "a", space: "!s", version: 7 }, { due: null });
    queue.change({ id: name, space: "!s", version: 0 }, { place: { column: "doing" } });
    await queue.load();
    await turns();
    expect(asked.map((a) => a.replace(name, "new"))).toEqual(["new title on null", "a due on 7", "n place on 1"]);
    expect(await kept.all()).toEqual([]);
  });

  test("keeps what cannot leave over a reload, and asks again with the same name", async () => {
    const kept = memoryTable<Wish>();
    const answers: Answer[] = [{ kind: "later", afterMs: null }];
    const requests: string[] = [];
    const courier = async (w: Wish): Promise<Answer> => {
      requests.push(w.request);
      return answers.pop() ?? { kind: "taken", task: task(w.task) };
    };
    const before = new Queue("@a:p", { ...kept, close: () => undefined }, courier);
    await before.load();
    before.change({ id: "a", space: "!s", version: 1 }, { title: "Later" });
    await turns();
    before.close();
    const after = new Queue("@a:p", kept, courier);
    await after.load();
    await turns();
    expect(new Set(requests).size).toBe(1);
    expect(requests).toHaveLength(2);
    expect(after.wishes.now()).toEqual([]);
  });

  test("says what is said of a task once, apart from what changes", async () => {
    const asked: string[] = [];
    const queue = new Queue("@a:p", memoryTable<Wish>(), async (w) => {
      asked.push(w.say?.text ?? Object.keys(w.set).join());
      return w.say ? { kind: "said" } : { kind: "taken", task: task(w.task) };
    });
    const seen = { id: "a", space: "!s", version: 1 };
    queue.change(seen, { title: "A1" });
    queue.say(seen, { text: "Vu", mentions: [] });
    queue.say(seen, { text: "Lu", mentions: [] });
    queue.change(seen, { due: null });
    await queue.load();
    await turns();
    expect(asked).toEqual(["title", "Vu", "Lu", "due"]);
    expect([queue.said.now(), queue.wishes.now()]).toEqual([2, []]);
  });

  test("waits where a node of the version before does not know what is asked", async () => {
    vi.stubGlobal("fetch", async () => Response.json({ errcode: "M_UNRECOGNIZED" }, { status: 404 }));
    const later = { kind: "later", afterMs: null, unknown: true };
    expect(await courier(wish(1, "a", {}, { watch: true }))).toEqual(later);
    expect(await manyCourier([wish(1, "a", { title: "A1" }, { many: true })])).toEqual(later);
    vi.unstubAllGlobals();
  });

  test("refuses what no node knows for long, and holds nothing else back any more", async () => {
    const kept = { ...memoryTable<Wish>(), close: () => undefined };
    let now = 1_000_000;
    vi.spyOn(Date, "now").mockImplementation(() => now);
    const asked = async ({ watch, task: id }: Wish): Promise<Answer> =>
      watch ? { kind: "later", afterMs: null, unknown: true } : { kind: "taken", task: task(id) };
    const many = async (): Promise<ManyAnswer> => ({ kind: "later", afterMs: null, unknown: true });
    const state = (of: Queue) => of.wishes.now().map((w) => [w.task, w.state, w.why]);
    const offline = new Queue("@a:p", kept, asked, many);
    offline.watch({ id: "a", space: "!s", version: 1 }, true);
    offline.changeAll(["b", "c"].map((id) => ({ of: { id, space: "!s", version: 1 }, set: { title: "T" } })));
    offline.change({ id: "d", space: "!s", version: 1 }, { title: "D1" });
    offline.close();
    now += 10 * unknownMaxMs;
    const before = new Queue("@a:p", kept, asked, many);
    await before.load();
    await turns();
    expect(state(before).map(([, told]) => told)).toEqual(["sent", "waiting", "waiting", "waiting"]);
    before.close();
    // What is kept remembers since when it waits; those behind begin to when they are asked for.
    now += unknownMaxMs;
    const after = new Queue("@a:p", kept, asked, many);
    await after.load();
    await turns();
    expect(state(after).map(([, told]) => told)).toEqual(["refused", "sent", "sent", "waiting"]);
    now += unknownMaxMs;
    after.wake();
    await turns();
    expect(state(after)).toEqual(["a", "b", "c"].map((id) => [id, "refused", "M_UNRECOGNIZED"]));
    after.insist(after.wishes.now()[0]!.id);
    await turns();
    expect(state(after)[0]?.[1]).toBe("sent");
    after.close();
    vi.restoreAllMocks();
  });

  test("says to a tab of the version before who watches, where that is known", async () => {
    const queue = new Queue("@a:p", memoryTable<Wish>());
    const seen = { id: "a", space: "!s", version: 1 };
    queue.watch({ ...seen, watchers: ["@a:p", "@b:p"] }, false);
    queue.watch({ ...seen, watchers: ["@b:p"] }, true);
    queue.watch(seen, true);
    const set = queue.wishes.now().map((w) => w.set);
    expect(set).toEqual([{ watchers: ["@b:p"] }, { watchers: ["@b:p", "@a:p"] }, {}]);
  });

  test("reminds, and makes by a template, each once and in its turn", async () => {
    const remind = { days_before: 1, minute: 540, zone: "Europe/Paris" };
    const asked: unknown[] = [];
    const queue = new Queue("@a:p", memoryTable<Wish>(), async (w) => {
      asked.push(w.by_template?.id ?? w.remind ?? w.set);
      return w.remind ? { kind: "said" } : { kind: "taken", task: task("n", { version: 2 }) };
    });
    queue.makeBy("!s", "template", "2026-11-26", { title: "N" });
    const name = queue.wishes.now()[0]!.task;
    expect(arranged([], queue.wishes.now(), board).get("todo")).toMatchObject([{ title: "N" }]);
    queue.change({ id: name, space: "!s", version: 0 }, { due: null });
    queue.remind({ id: "a", space: "!s", version: 1 }, remind);
    await queue.load();
    await turns();
    expect(asked).toEqual(["template", { due: null }, remind]);
    expect([queue.named.get(name), queue.wishes.now()]).toEqual(["n", []]);
  });

  const seen = (id: string) => ({ id, space: "!s", version: 1 });
  const never = async (): Promise<Answer> => {
    throw new Error("It was sent by itself.");
  };

  test("sends what is wished of many in one request, and lays aside what could not be", async () => {
    const asked: string[] = [];
    const theirs = task("b", { version: 3, priority: "low" });
    const queue = new Queue("@a:p", memoryTable<Wish>(), never, async (wishes) => {
      asked.push(wishes.map((w) => w.task).join());
      return {
        kind: "settled",
        tasks: [card("a", { version: 2, priority: "high" })],
        left: [
          { id: "b", why: "changed", fields: ["priority"], task: theirs },
          { id: "c", why: "forbidden" },
        ],
      };
    });
    await queue.load();
    queue.changeAll(["a", "b", "c"].map((id) => ({ of: seen(id), set: { priority: "high" } })));
    await turns();
    expect(asked).toEqual(["a,b,c"]);
    expect(queue.takenMany.now().map((one) => one.id)).toEqual(["a", "b"]);
    expect(queue.wishes.now()).toMatchObject([
      { task: "b", state: "outrun", theirs },
      { task: "c", state: "refused", why: "M_FORBIDDEN" },
    ]);
    expect(queue.wishes.now().some((w) => w.many)).toBe(false);
  });

  test("asks for many again by the same name, in the same company, and believes what is as it was wished", async () => {
    const requests: string[] = [];
    const answers: ManyAnswer[] = [
      {
        kind: "settled",
        tasks: [card("a", { version: 2, due: null, labels: ["x"] }), card("b", { labels: [] })],
        left: [],
      },
      { kind: "later", afterMs: 0 },
    ];
    const queue = new Queue("@a:p", memoryTable<Wish>(), never, async (wishes) => {
      requests.push(`${wishes[0]!.request} ${wishes.length}`);
      return answers.pop()!;
    });
    await queue.load();
    queue.changeAll(["a", "b"].map((id) => ({ of: seen(id), set: { labels: ["x"] } })));
    await turns();
    expect(new Set(requests).size).toBe(1);
    expect(requests).toHaveLength(2);
    expect(queue.wishes.now()).toMatchObject([{ task: "b", state: "refused" }]);
  });

  test("parts what is too much for one request, and one alone goes by itself", async () => {
    const sizes: number[] = [];
    const alone: string[] = [];
    const queue = new Queue(
      "@a:p",
      memoryTable<Wish>(),
      async (w) => {
        alone.push(w.task);
        return { kind: "taken", task: task(w.task, { version: 2 }) };
      },
      async (wishes) => {
        sizes.push(wishes.length);
        return { kind: "settled", tasks: wishes.map((w) => card(w.task, { version: 2, archived: true })), left: [] };
      },
    );
    await queue.load();
    queue.changeAll(Array.from({ length: 250 }, (_, i) => ({ of: seen(`t${i}`), set: { archived: true } })));
    await turns();
    queue.changeAll([{ of: seen("z"), set: { archived: true } }]);
    await turns();
    expect([sizes, alone, queue.wishes.now()]).toEqual([[200, 50], ["z"], []]);
  });

  test("builds on an answer that tells no versions only where nobody else has changed anything", () => {
    const first = wish(1, "a", { due: null }, { many: true, state: "sent" });
    const later = [first, wish(2, "a", { title: "A2" })];
    expect(afterTaken(later, first, card("a", { version: 2 }))).toMatchObject([{ base: 2 }]);
    expect(afterTaken(later, first, card("a", { version: 5 }))).toMatchObject([{ base: 1 }]);
    expect(isAs(card("a", { column: "doing", due: null }), { place: { column: "doing" }, due: null })).toBe(true);
    expect(isAs(card("a"), { place: { column: "doing" } })).toBe(false);
  });

  test("knows a task by the name that it had before it was made", async () => {
    const queue = new Queue("@a:p", memoryTable<Wish>(), async () => ({ kind: "taken", task: task("n") }));
    await queue.load();
    const name = queue.make("!s", { title: "N" });
    await turns();
    expect(queue.named.get(name)).toBe("n");
  });

  test("takes back what was made: what has not left is not made at all, what was made is put away", async () => {
    const asked: unknown[] = [];
    const queue = new Queue("@a:p", memoryTable<Wish>(), async (w) => {
      asked.push([w.task.replace(/^~.*/, "new"), w.set]);
      return { kind: "taken", task: task("n", { version: 2 }) };
    });
    queue.unmake("!s", queue.make("!s", { title: "Gone" }));
    const name = queue.make("!s", { title: "N" });
    await queue.load();
    await turns();
    queue.unmake("!s", name);
    await turns();
    expect(asked).toEqual([
      ["new", { title: "N" }],
      ["n", { archived: true }],
    ]);
  });

  test("lays what was refused aside, and goes on", async () => {
    const queue = new Queue("@a:p", memoryTable<Wish>(), async (w) =>
      w.task === "a" ? { kind: "refused", why: "M_FORBIDDEN" } : { kind: "taken", task: task(w.task) },
    );
    await queue.load();
    queue.change({ id: "a", space: "!s", version: 1 }, { title: "No" });
    queue.change({ id: "b", space: "!s", version: 1 }, { title: "Yes" });
    await turns();
    expect(queue.wishes.now()).toMatchObject([{ task: "a", state: "refused", why: "M_FORBIDDEN" }]);
    queue.drop(queue.wishes.now()[0]!.id);
    expect(queue.wishes.now()).toEqual([]);
  });

  test("no more waits than a bound, and who wishes more is told", async () => {
    const kept = memoryTable<Wish>();
    for (let n = 0; n < wishesMax; n++) await kept.put(wish(n, `t${n}`, { title: "T" }));
    const queue = new Queue("@a:p", kept, async () => ({ kind: "later", afterMs: null }));
    await queue.load();
    queue.change({ id: "more", space: "!s", version: 1 }, { title: "T" });
    queue.change({ id: "t1", space: "!s", version: 1 }, { priority: "high" });
    expect(queue.wishes.now()).toHaveLength(wishesMax);
    expect(queue.full.now()).toBe(1);
    expect(queue.wishes.now()[1]!.set).toEqual({ title: "T", priority: "high" });
    queue.close();
  });
});
