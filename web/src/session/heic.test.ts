import { expect, test } from "vitest";
import { asJpeg, asSeen, isHeic } from "./heic";

test("a photograph of a telephone is known by its kind or its name", () => {
  expect(isHeic({ name: "IMG_1.HEIC", type: "" })).toBe(true);
  expect(isHeic({ name: "photo", type: "image/heif" })).toBe(true);
  expect(isHeic({ name: "photo.jpg", type: "image/jpeg" })).toBe(false);
});

test("where it cannot be read it is not made anew", async () => {
  expect(await asJpeg(new File(["x"], "a.heic", { type: "image/heic" }))).toBeNull();
});

test("pictures keep the order in which they were chosen, whichever is made anew", async () => {
  const chosen = ["a.heic", "b.png", "c.heic", "d.jpg"].map((name) => new File(["x"], name));
  const jpeg = async (file: File) =>
    file.name === "c.heic" ? null : new File(["y"], file.name.replace("heic", "jpg"), { type: "image/jpeg" });
  const { files, unread } = await asSeen(chosen, jpeg);
  expect(files.map((file) => file.name)).toEqual(["a.jpg", "b.png", "c.heic", "d.jpg"]);
  expect(unread.map((file) => file.name)).toEqual(["c.heic"]);
});
