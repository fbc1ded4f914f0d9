import { expect, test } from "vitest";
import { readPreview } from "./previews";

test("a page is told by its title, within bounds, and whatever else it says of itself", () => {
  expect(readPreview({ "og:title": " Crue \n de l’Aubine ", "og:description": "x".repeat(400) })).toEqual({
    title: "Crue de l’Aubine",
    words: `${"x".repeat(299)}…`,
    site: null,
    picture: null,
  });
});

test("a page that says nothing of itself, or nothing that is text, has no preview", () => {
  for (const said of [{}, { "og:title": " " }, { "og:title": 3 }, { "og:image": "mxc://a/b" }])
    expect(readPreview(said)).toBeNull();
});
