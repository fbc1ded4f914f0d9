import { expect, test } from "vitest";
import { emojiData } from "./emojiData";

test.each([
  ["fr", "pouce"],
  ["en", "thumb"],
])("in %s, the sign that is meant by %s comes first", async (locale, word) => {
  const { emojis } = await emojiData(locale as "fr", {});
  // As the picker counts.
  const counted = emojis.map(({ emoji, label, tags }) => {
    const inLabel = label.includes(word) ? 10 : 0;
    return { emoji, n: inLabel + tags.filter((tag) => tag.includes(word)).length };
  });
  const found = counted.toSorted((a, b) => b.n - a.n).map(({ emoji }) => emoji.replace("\uFE0F", ""));
  expect(found.slice(0, 2)).toEqual(["👍", "👎"]);
});

test("a sign is found by its name with and without accents", async () => {
  const { emojis } = await emojiData("fr", {});
  const flag = emojis.find((e) => e.emoji === "🎉");
  expect(flag?.tags.join(" ")).toContain("fête");
  expect(flag?.tags.join(" ")).toContain("fete");
});
