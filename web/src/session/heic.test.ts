import { expect, test } from "vitest";
import { asJpeg, isHeic } from "./heic";

test("a photograph of a telephone is known by its kind or its name", () => {
  expect(isHeic({ name: "IMG_1.HEIC", type: "" })).toBe(true);
  expect(isHeic({ name: "photo", type: "image/heif" })).toBe(true);
  expect(isHeic({ name: "photo.jpg", type: "image/jpeg" })).toBe(false);
});

test("where it cannot be read it is not made anew", async () => {
  expect(await asJpeg(new File(["x"], "a.heic", { type: "image/heic" }))).toBeNull();
});
