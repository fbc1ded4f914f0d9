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
