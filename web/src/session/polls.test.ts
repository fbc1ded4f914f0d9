import { expect, test } from "vitest";
import { allOf, type Cast, counted, endOf, pagesMax, pollContent, pollOf, voteOf } from "./polls";

const poll = pollOf(pollContent("Quel jour ?", ["Lundi", "Mardi", "Jeudi"], false, true))!;
const cast = (
  sender: string,
  ts: number,
  { type, content }: { type: string; content: object },
  gone = false,
): Cast => ({
  getSender: () => sender,
  getTs: () => ts,
  getType: () => type,
  getContent: <X>() => content as X,
  isRedacted: () => gone,
});
const vote = (sender: string, ts: number, ...answers: string[]) => cast(sender, ts, voteOf("$1", poll, answers));
const mine = (person: string) => person === "@a:x";
const people = (of: ReturnType<typeof counted>) => Object.fromEntries(of.of);

test("a poll says what it asks, in both families of names, and one that cannot be answered is none", () => {
  expect(poll).toMatchObject({ question: "Quel jour ?", max: 1, disclosed: true, early: false });
  expect(poll.answers.map((a) => a.text)).toEqual(["Lundi", "Mardi", "Jeudi"]);
  const before = {
    "org.matrix.msc3381.poll.start": {
      kind: "org.matrix.msc3381.poll.undisclosed",
      question: { "org.matrix.msc1767.text": "Où ?" },
      answers: [{ id: "a", "org.matrix.msc1767.text": "Ici" }],
    },
  };
  expect(pollOf(before)).toEqual({
    question: "Où ?",
    answers: [{ id: "a", text: "Ici" }],
    max: 1,
    disclosed: false,
    closes: null,
    early: true,
  });
  expect(pollOf({ "m.poll": { question: { "m.text": [{ body: "Où ?" }] }, answers: "ici" } })).toBeNull();
});

test("the last vote of each person counts, and one that names an unknown answer counts for nothing", () => {
  const votes = [vote("@b:x", 1, "1"), vote("@b:x", 5, "2"), vote("@c:x", 2, "2", "3"), vote("@d:x", 3, "9")];
  const found = counted(poll, votes, mine);
  expect(people(found)).toEqual({ 1: [], 2: ["@b:x", "@c:x"], 3: [] });
  expect(found.people).toBe(2);
  expect(people(counted(poll, [...votes, vote("@b:x", 6)], mine))["2"]).toEqual(["@c:x"]);
  expect(people(counted(poll, [cast("@b:x", 1, voteOf("$1", poll, ["1"]), true)], mine))["1"]).toEqual([]);
});

test("only who may end a poll ends it, and what is voted later does not count", () => {
  const end = (sender: string, ts: number) => cast(sender, ts, endOf("$1", poll, "Fin"));
  expect(counted(poll, [end("@b:x", 3)], mine).ended).toBe(false);
  const found = counted(poll, [vote("@b:x", 1, "1"), end("@a:x", 3), vote("@c:x", 4, "1"), end("@a:x", 9)], mine);
  expect(found.ended).toBe(true);
  expect(people(found)["1"]).toEqual(["@b:x"]);
});

test("every page of votes is read, up to a bound that is told", async () => {
  const votes = Array.from({ length: 45 }, (_, i) => i);
  const page = async (from = "0") => {
    const at = Number(from);
    const next = at + 10;
    return { chunk: votes.slice(at, next), ...(next < votes.length ? { next_batch: `${next}` } : {}) };
  };
  expect(await allOf(page, 1000)).toEqual({ all: votes, known: "all" });
  expect(await allOf(page, 45)).toEqual({ all: votes, known: "all" });
  expect(await allOf(page, 25)).toEqual({ all: votes.slice(0, 25), known: "latest" });
  expect(counted(poll, [], mine, "latest").known).toBe("latest");
});

test("a page that fails is told with what was read before, and empty pages come to an end", async () => {
  const page = async (from?: string) => {
    if (from) throw new Error("no network");
    return { chunk: [1, 2], next_batch: "1" };
  };
  expect(await allOf(page, 1000)).toEqual({ all: [1, 2], known: "failed" });
  let asked = 0;
  const empty = async () => ({ chunk: [], next_batch: `${++asked}` });
  expect(await allOf(empty, 1000)).toEqual({ all: [], known: "failed" });
  expect(asked).toBe(pagesMax);
});

test("a poll ends by itself on its day, and counts no vote that came later", () => {
  const dated = pollOf(pollContent("Quel jour ?", ["Lundi", "Mardi"], false, false, 100))!;
  expect(dated.closes).toBe(100);
  const before = counted(dated, [vote("@b:x", 50, "1")], mine, "all", 99);
  expect(before.ended).toBe(false);
  const after = counted(dated, [vote("@b:x", 50, "1"), vote("@c:x", 101, "2")], mine, "all", 150);
  expect(after.ended).toBe(true);
  expect(people(after)).toEqual({ "1": ["@b:x"], "2": [] });
});
