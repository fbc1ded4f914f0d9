import { expect, test } from "vitest";
import { fileContent } from "./content";
import { nothingWritten } from "./drafts";
import { bodyOf } from "./message";

const facts = { size: 3, mimetype: "image/png", w: 1, h: 1 };
const me = "@alix:parvis.test";
const lou = { id: "@lou:parvis.test", name: "Lou", picture: null };

test("the words that go with a file are its body, beside its name", () => {
  const words = { text: "Le **pont**, @Lou", named: [{ id: lou.id, name: "Lou" }] };
  const content = fileContent("pont.png", facts, words, {}, me);
  expect(content).toMatchObject({ msgtype: "m.image", body: "Le **pont**, @Lou", filename: "pont.png" });
  expect(content["m.mentions"]).toEqual({ user_ids: [lou.id] });
  const body = bodyOf(content);
  expect(body).toMatchObject({ kind: "image", name: "pont.png", caption: { text: "Le **pont**, @Lou" } });
  expect(body.kind === "image" && body.caption?.html).toContain("<strong>pont</strong>");
});

test("a file without words has its name alone, and tells whom it answers", () => {
  const content = fileContent("pont.png", facts, nothingWritten, { replyTo: { id: "$a", sender: lou } }, me);
  expect(content).toMatchObject({ body: "pont.png", filename: "pont.png", "m.mentions": { user_ids: [lou.id] } });
  expect(content["m.relates_to"]).toEqual({ "m.in_reply_to": { event_id: "$a" } });
  expect(bodyOf(content)).toMatchObject({ name: "pont.png", caption: null });
});
