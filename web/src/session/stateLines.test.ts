import { MatrixEvent } from "matrix-js-sdk";
import { expect, test } from "vitest";
import { stateLine } from "./stateLines";

const pins = (now: string[], before?: string[]) =>
  stateLine(
    new MatrixEvent({
      type: "m.room.pinned_events",
      event_id: "$1",
      state_key: "",
      sender: "@lou:ville.example",
      content: { pinned: now },
      unsigned: before ? { prev_content: { pinned: before } } : {},
    }),
  )?.what;

test("a line says whether something was pinned or taken off", () => {
  expect(pins(["$a"])).toBe("pinned");
  expect(pins(["$a", "$b"], ["$a"])).toBe("pinned");
  expect(pins(["$a"], ["$a", "$b"])).toBe("unpinned");
  expect(pins(["$b"], ["$a"])).toBe("pins");
  expect(pins(["$b", "$a"], ["$a", "$b"])).toBe("pins");
});

test("whoever takes another name is called by the old one, too", () => {
  const content = { membership: "join", displayname: "Marie de La Roche" };
  const renamed = (before: object) =>
    stateLine(
      new MatrixEvent({
        type: "m.room.member",
        event_id: "$2",
        state_key: "@marie:ville.example",
        sender: "@marie:ville.example",
        content,
        unsigned: { prev_content: { membership: "join", ...before } },
      }),
    );
  expect(renamed({ displayname: "Marie Dupré" })).toMatchObject({ by: "Marie Dupré", to: "Marie de La Roche" });
  expect(renamed({})).toMatchObject({ by: "marie", to: "Marie de La Roche" });
});
