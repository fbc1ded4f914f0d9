import { expect, test } from "vitest";
import { partingIn } from "./parting";

const me = "@a:x";
const how = (sender: string, membership: string, before?: string) =>
  partingIn(
    { sender, content: { membership, reason: "Pause" }, prev: before ? { membership: before } : undefined },
    me,
  );

test("who went by themselves is told from who was taken out, shut out or not let in", () => {
  expect(how(me, "leave", "join")).toEqual({ how: "left", reason: undefined });
  expect(how("@b:x", "leave", "join")).toEqual({ how: "removed", reason: "Pause" });
  expect(how("@b:x", "leave", "knock")).toEqual({ how: "declined", reason: "Pause" });
  expect(how("@b:x", "ban", "join")).toEqual({ how: "banned", reason: "Pause" });
  for (const still of ["join", "invite", "knock"]) expect(how(me, still)).toBeNull();
});
