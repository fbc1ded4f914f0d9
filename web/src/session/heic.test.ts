import { expect, test } from "vitest";
import { asSeen, isHeic } from "./heic";

const photograph = (brand: string, name = "IMG_1.HEIC", type = "image/heic") =>
  new File([new Uint8Array([0, 0, 0, 28]), `ftyp${brand}`, "more"], name, { type });

test("a photograph of a telephone is known by its bytes, whatever it is called", async () => {
  expect(await isHeic(photograph("heic"))).toBe(true);
  expect(await isHeic(photograph("mif1", "photo", ""))).toBe(true);
  expect(await isHeic(photograph("heix", "photo.jpg", "image/jpeg"))).toBe(true);
  expect(await isHeic(photograph("avif", "photo.heic"))).toBe(false);
  expect(await isHeic(new File(["\u0089PNG and more"], "photo.heic", { type: "image/heic" }))).toBe(false);
  expect(await isHeic(new File([], "photo.heic"))).toBe(false);
});

const never = () => expect.unreachable();

test("what is none stays what it is", async () => {
  const file = new File(["%PDF-1.4 and more"], "plan.heic", { type: "application/pdf" });
  expect(await asSeen(file, never, [])).toBe(file);
});

test("the browser is asked first, then the server; where neither reads it there is no picture", async () => {
  const asked: string[] = [];
  const way = (name: string, made: Blob | null) => async () => {
    asked.push(name);
    return made;
  };
  const ways = [way("browser", null), way("server", new Blob(["y"]))];
  const seen = await asSeen(photograph("heic"), undefined, ways);
  expect(asked).toEqual(["browser", "server"]);
  expect([seen?.name, seen?.type]).toEqual(["IMG_1.jpg", "image/jpeg"]);
  expect(await asSeen(photograph("heic"), undefined, [way("browser", null)])).toBeNull();
});

test("what this machine does not read is not asked of a server that nobody signed in to", async () => {
  expect(await asSeen(photograph("heic"))).toBeNull();
});
