import { expect, test } from "vitest";
import { memoryTable, nowhere } from "../base/table";
import { Attachments, type KeptFile, keptBytesMax, keptFilesMax } from "./attached";

const turn = () => new Promise((done) => setTimeout(done));
const file = (name: string, bytes = 4) => Object.defineProperty(new File(["text"], name), "size", { value: bytes });
const me = "@a:x";
const names = (of: Attachments, place: string, who = me) =>
  of
    .in(who, place)
    .now()
    .map((a) => a.file.name);

async function begun() {
  const table = memoryTable<KeptFile>();
  const of = new Attachments();
  await of.open(me, table);
  const add = async (place: string, ...files: File[]) => {
    of.in(me, place).set((before) => [...before, ...files.map((f) => of.attach(f))]);
    await turn();
  };
  const after = async () => {
    const next = new Attachments();
    await next.open(me, table);
    return next;
  };
  return { table, of, add, after };
}

test("files that were chosen are there after a reload, where they were and in their order", async () => {
  const { of, add, after } = await begun();
  await add("!a", file("plan.pdf"), file("vue.png"));
  await add("!b/$1", file("note.txt"));
  of.in(me, "!a").set((all) => all.filter((a) => a.file.name !== "plan.pdf"));
  await add("!a", file("carte.png"));
  const next = await after();
  expect(names(next, "!a")).toEqual(["vue.png", "carte.png"]);
  expect(names(next, "!b/$1")).toEqual(["note.txt"]);
  expect(next.places(me).sort()).toEqual(["!a", "!b/$1"]);
});

test("files that are handed over are kept until they are kept elsewhere", async () => {
  const { of, add, after } = await begun();
  await add("!a", file("plan.pdf"));
  const { files, gone } = of.take(me, "!a");
  expect(files.map((f) => f.name)).toEqual(["plan.pdf"]);
  expect(names(of, "!a")).toEqual([]);
  expect(names(await after(), "!a")).toEqual(["plan.pdf"]);
  gone();
  expect(names(await after(), "!a")).toEqual([]);
});

test("what is too much is not kept, and says so; it stays when the session begins anew", async () => {
  const { of, add, after } = await begun();
  await add("!a", file("film.mp4", keptBytesMax + 1), file("vue.png"));
  const kept = () =>
    of
      .in(me, "!a")
      .now()
      .map((a) => `${a.file.name} ${a.kept}`);
  expect(kept()).toEqual(["film.mp4 no", "vue.png yes"]);
  expect(names(await after(), "!a")).toEqual(["vue.png"]);
  await add("!b", ...Array.from({ length: keptFilesMax }, (_, i) => file(`${i}`)));
  expect(
    of
      .in(me, "!b")
      .now()
      .filter((a) => a.kept === "no"),
  ).toHaveLength(1);
});

test("a browser that refuses says so", async () => {
  const of = new Attachments();
  await of.open(me, { ...memoryTable<KeptFile>(), put: () => Promise.reject(new Error("full")) });
  of.in(me, "!a").set([of.attach(file("plan.pdf"))]);
  await turn();
  expect(of.in(me, "!a").now()[0]!.kept).toBe("no");
});

test("a browser without a database keeps nothing, says so, and has it after a new connection all the same", async () => {
  const of = new Attachments();
  await of.open(me, nowhere());
  of.in(me, "!a").set([of.attach(file("plan.pdf")), of.attach(file("vue.png"))]);
  await turn();
  expect(
    of
      .in(me, "!a")
      .now()
      .map((a) => a.kept),
  ).toEqual(["no", "no"]);
  of.in(me, "!a").set((all) => all.filter((a) => a.file.name !== "plan.pdf"));
  await of.open(me, nowhere());
  expect(names(of, "!a")).toEqual(["vue.png"]);
});

test("a new connection loses nothing of what cannot be read, or is on its way, and keeps what it can", async () => {
  const { of, add, after, table } = await begun();
  await add("!a", file("plan.pdf"));
  await of.open(me, { ...table, all: () => Promise.reject(new Error("unreadable")) });
  expect(names(of, "!a")).toEqual(["plan.pdf"]);
  await of.open(me, { ...table, put: () => Promise.reject(new Error("closed")) });
  await add("!a", file("vue.png"));
  await of.open(me, { ...table, put: () => new Promise(() => undefined) });
  await add("!a", file("note.txt"));
  await of.open(me, table);
  await turn();
  expect(
    of
      .in(me, "!a")
      .now()
      .map((a) => `${a.file.name} ${a.kept}`),
  ).toEqual(["plan.pdf yes", "vue.png yes", "note.txt yes"]);
  expect(names(await after(), "!a")).toEqual(["plan.pdf", "vue.png", "note.txt"]);
});

test("what was taken away, handed over, or sent in another tab does not come back by a new connection", async () => {
  const { of, add, after, table } = await begun();
  await add("!a", file("plan.pdf"), file("vue.png"), file("note.txt"));
  const other = await after();
  other.take(me, "!a").gone();
  await turn();
  await of.open(me, table);
  expect(names(of, "!a")).toEqual([]);
  await add("!b", file("carte.png"));
  const { gone } = of.take(me, "!b");
  await of.open(me, { ...table, remove: () => Promise.reject(new Error("closed")) });
  expect(names(of, "!b")).toEqual([]);
  gone();
  await turn();
  await of.open(me, table);
  expect(names(of, "!b")).toEqual([]);
  expect(names(await after(), "!b")).toEqual([]);
});

test("the next account of a tab sees no file of the one before, whether or not they were kept", async () => {
  const { of, add, after } = await begun();
  await add("!a", file("film.mp4", keptBytesMax + 1), file("vue.png"));
  const { gone } = of.take(me, "!a");
  await add("!a", file("film.mp4", keptBytesMax + 1), file("vue.png"));
  expect(names(of, "!a", "@b:x")).toEqual([]);
  expect(of.places("@b:x")).toEqual([]);
  const mine = of.in(me, "!a");
  await of.open("@b:x", memoryTable());
  gone();
  expect([...mine.now(), ...of.in(me, "!a").now(), ...of.in("@b:x", "!a").now()]).toEqual([]);
  expect([...of.places(me), ...of.places("@b:x")]).toEqual([]);
  expect(names(await after(), "!a")).toEqual(["vue.png", "vue.png"]);
});
