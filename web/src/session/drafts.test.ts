import { expect, test } from "vitest";
import { type Draft, nothingWritten, withReturned, wordsOf } from "./drafts";

const said = (text: string) => ({ text, named: [] });
const fresh: Draft = { words: nothingWritten, intent: { kind: "new" }, edits: {} };
const old = { id: "$old", sender: { id: "@lou:here", name: "Lou" }, body: { kind: "text" }, source: said("avant") };

test("words taken back come before what is written meanwhile", () => {
  expect(withReturned(fresh, said("un"), null).words.text).toBe("un");
  expect(withReturned({ ...fresh, words: said("deux") }, said("un"), null).words.text).toBe("un\n\ndeux");
});

test("new words taken back edit their message again, and the draft waits behind", () => {
  const now = withReturned({ ...fresh, words: said("deux") }, said("après"), old as never);
  expect(wordsOf(now).text).toBe("après");
  expect(now.words.text).toBe("deux");
});
