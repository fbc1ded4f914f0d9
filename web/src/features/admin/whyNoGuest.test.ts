import { expect, test } from "vitest";
import { Refusal } from "../../api/http";
import type { T } from "../../i18n";
import { whyNoGuest } from "./whyNoGuest";

const said = (status: number, body: Record<string, unknown>, code = "M_UNKNOWN") =>
  whyNoGuest(new Refusal(status, code, body), ((key: string) => key) as unknown as T);

test("each cause of a refused invitation has its own sentence", () => {
  expect(said(409, { reason: "agent" })).toBe("admin.guests.isAgent");
  expect(said(409, { reason: "guest" })).toBe("admin.guests.isGuest");
  expect(said(409, { reason: "address" })).toBe("admin.guests.ofHouse");
  expect(said(409, { reason: "shared" })).toBe("admin.guests.shared");
  expect(said(409, {})).toBe("admin.guests.changed");
  expect(said(404, {})).toBe("admin.people.unknown");
});

test("what the space refuses is told of the space, and nobody is invited", () => {
  expect(said(403, { field: "space", reason: "closed" }, "M_FORBIDDEN")).toBe("admin.guests.space.closed");
  expect(said(403, { field: "space", reason: "archived" }, "M_FORBIDDEN")).toBe("admin.guests.space.refused");
  expect(said(404, { field: "space" }, "M_NOT_FOUND")).toBe("admin.guests.space.refused");
  expect(said(403, { field: "space" }, "M_INVITE_BLOCKED")).toBe("admin.guests.space.unwilling");
});
