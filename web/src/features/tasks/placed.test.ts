import { expect, test } from "vitest";
import type { TaskLink } from "../../api/taskTalk";
import { placed } from "./placed";

const thing = {
  kind: "thing",
  of: "decision",
  thing: "d",
  space: "!s",
  number: 1,
  title: "T",
  state: "taken",
} as const;
const links: readonly TaskLink[] = [
  { ...thing, id: "old" },
  { ...thing, id: "from", way: "from" },
  { ...thing, id: "to", way: "to" },
  { id: "said", kind: "message", room: "!r", event: "$e" },
  { id: "task", kind: "task", task: "t", title: "T", way: "to" },
  { id: "file", kind: "media", uri: "mxc://s/f", name: "F", size: 1, type: "text/plain", way: "from" },
];
const ids = (of: readonly TaskLink[]) => of.map((link) => link.id);

test("a link stands where it leads, and one of which nobody said it as it always did", () => {
  const { from, to, beside, files } = placed(links);
  expect(ids(from)).toEqual(["from", "said"]);
  expect(ids(to)).toEqual(["to", "task"]);
  expect(ids(beside)).toEqual(["old"]);
  expect(ids(files)).toEqual(["file"]);
});
