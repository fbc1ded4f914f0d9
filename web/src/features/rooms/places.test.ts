import { expect, test } from "vitest";
import { account } from "../../base/account";
import { keepPlace, placeIn } from "./places";

const signedInOn = (deviceId: string) => account.set({ userId: "@lou:ville.example", deviceId, accessToken: "…" });

test("a place is known as long as one is signed in, and not to who signs in afterwards", () => {
  signedInOn("FIRST");
  keepPlace("!a:ville.example", { event: "$one", belowPx: 12 });
  expect(placeIn("!a:ville.example")).toEqual({ event: "$one", belowPx: 12 });
  signedInOn("SECOND");
  expect(placeIn("!a:ville.example")).toBe(null);
});
