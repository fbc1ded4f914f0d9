import { expect, test } from "vitest";
import { memoryTable } from "../base/table";
import { Attachments, type KeptFile, keptBytesMax, keptFilesMax } from "./attached";

const turn = () => new Promise((done) => setTimeout(done));
const file = (name: string, bytes = 4) => Object.defineProperty(new File(["text"], name), "size", { value: bytes });
const names = (of: Attachments, place: string) =>
  of
    .in(place)
    .now()
    .map((a) => a.file.name);

async function begun() {
  const table = memoryTable<KeptFile>();
  const of = new Attachments();
  await of.open(table);
  const add = async (place: string, ...files: File[]) => {
    of.in(place).set((before) => [...before, ...files.map((f) => of.attach(f))]);
    await turn();
  };
  const after = async () => {
    const next = new Attachments();
    await next.open(table);
    return next;
  };
  return { of, add, after };
}

test("files that were chosen are there after a reload, where they were and in their order", async () => {
  const { of, add, after } = await begun();
  await add("!a", file("plan.pdf"), file("vue.png"));
  await add("!b/$1", file("note.txt"));
  of.in("!a").set((all) => all.filter((a) => a.file.name !== "plan.pdf"));
  await add("!a", file("carte.png"));
  const next = await after();
  expect(names(next, "!a")).toEqual(["vue.png", "carte.png"]);
  expect(names(next, "!b/$1")).toEqual(["note.txt"]);
  expect(next.places().sort()).toEqual(["!a", "!b/$1"]);
});

test("files that are handed over are kept until they are kept elsewhere", async () => {
  const { of, add, after } = await begun();
  await add("!a", file("plan.pdf"));
  const { files, gone } = of.take("!a");
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
      .in("!a")
      .now()
      .map((a) => `${a.file.name} ${a.kept}`);
  expect(kept()).toEqual(["film.mp4 no", "vue.png yes"]);
  expect(names(await after(), "!a")).toEqual(["vue.png"]);
  await add("!b", ...Array.from({ length: keptFilesMax }, (_, i) => file(`${i}`)));
  expect(
    of
      .in("!b")
      .now()
      .filter((a) => a.kept === "no"),
  ).toHaveLength(1);
});

test("a browser that refuses says so", async () => {
  const of = new Attachments();
  await of.open({ ...memoryTable<KeptFile>(), put: () => Promise.reject(new Error("full")) });
  of.in("!a").set([of.attach(file("plan.pdf"))]);
  await turn();
  expect(of.in("!a").now()[0]!.kept).toBe("no");
});
