import { expect, test } from "vitest";
import type { T } from "../../i18n";
import { csvOf } from "./csv";
import { tableOf } from "./tableOf";

test("the figures are saved as they are shown, and those of too few people are left empty", () => {
  const t = ((key: string) => key.replace("admin.", "").replace("statistics.", "")) as unknown as T;
  const weeks = [
    { from: Date.UTC(2026, 10, 9) },
    { from: Date.UTC(2026, 10, 16), active: 12, messages: 340, rooms: 7 },
  ];
  const saved = csvOf(tableOf({ people_min: 10, agents: 40, spaces: 6, active_spaces: 4, weeks }, t));
  expect(saved.slice(1).split("\r\n")).toEqual([
    "week;active;messages;rooms",
    "2026-11-09;;;",
    "2026-11-16;12;340;7",
    "",
    "agents;40",
    "guests;",
    "expired;",
    "spaces;6",
    "spaces.active;4",
    "",
  ]);
});
