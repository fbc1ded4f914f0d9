import { expect, test } from "vitest";
import { emojiData } from "./emojiData";

test("a sign is found by its name with and without accents", async () => {
  const { emojis } = await emojiData("fr", {});
  const flag = emojis.find((e) => e.emoji === "🎉");
  expect(flag?.tags.join(" ")).toContain("fête");
  expect(flag?.tags.join(" ")).toContain("fete");
});
