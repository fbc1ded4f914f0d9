import type { MatrixEvent, Room } from "matrix-js-sdk";
import { expect, test } from "vitest";
import { reactionsOf } from "./message";

const reaction = (id: string, sender: string) =>
  ({ getId: () => id, getSender: () => sender, isRedacted: () => false }) as unknown as MatrixEvent;
const room = (all: [string, MatrixEvent[]][]) =>
  ({
    client: { getUser: () => null },
    getMember: () => null,
    relations: { getChildEventsForEvent: () => ({ getSortedAnnotationsByKey: () => all }) },
  }) as unknown as Room;

test("a sign with its colours and without them is one sign, and nobody counts twice", () => {
  const given = room([
    ["👍\uFE0F", [reaction("$1", "@a:x"), reaction("$2", "@b:x")]],
    ["👍", [reaction("$3", "@c:x"), reaction("$4", "@a:x")]],
    ["👎", [reaction("$5", "@c:x")]],
  ]);
  const found = reactionsOf(given, "$0", "@b:x", []);
  expect(found.map((r) => [r.key, r.count, r.mine?.event])).toEqual([
    ["👍\uFE0F", 3, "$2"],
    ["👎", 1, undefined],
  ]);
});
