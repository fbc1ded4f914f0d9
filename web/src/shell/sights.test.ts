import { expect, test } from "vitest";
import type { T } from "../i18n";
import { whatIsSeen } from "./sights";

const t = ((key: string) => key) as unknown as T;

test("what is seen of an app is told as the server says it", () => {
  expect(whatIsSeen(t, "tasks", { members: "all", guests: "own", guests_here: "none" })).toBe(
    "seen.tasks.members.all seen.tasks.guests.own seen.here.none",
  );
  expect(whatIsSeen(t, "feed", { members: "none", guests: "all", guests_here: "own" })).toBe(
    "seen.feed.members.none seen.feed.guests.all seen.here.own",
  );
});
