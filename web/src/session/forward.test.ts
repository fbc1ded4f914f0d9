import { expect, test } from "vitest";
import { forwarded, mayForward } from "./forward";

test("what is forwarded keeps its words and its file, and leaves behind whom it answered and named", () => {
  const content = {
    msgtype: "m.file",
    body: "plan",
    url: "mxc://a/b",
    formatted_body: "<mx-reply>avant</mx-reply><b>plan</b>",
    "m.mentions": { user_ids: ["@lou:a"] },
    "m.relates_to": { "m.in_reply_to": { event_id: "$1" } },
    "m.new_content": {},
  };
  expect(forwarded(content)).toEqual({
    msgtype: "m.file",
    body: "plan",
    url: "mxc://a/b",
    formatted_body: "<b>plan</b>",
    "m.mentions": {},
  });
  expect(mayForward(content)).toBe(true);
  expect(mayForward({ msgtype: "m.key.verification.request" })).toBe(false);
});

test("where somebody was is, forwarded, a place and not where the forwarder is", () => {
  const content = { msgtype: "m.location", body: "Quai", "org.matrix.msc3488.asset": { type: "m.self" } };
  expect(forwarded(content)["org.matrix.msc3488.asset"]).toEqual({ type: "m.pin" });
});
