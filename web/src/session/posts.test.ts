import { expect, test } from "vitest";
import type { Message } from "./message";
import { partsOf, postFacts, titled, untitled } from "./posts";

const words = { text: "Fermez les parkings.", named: [] };

test("a title is said in the words, and read out of them again", () => {
  const said = titled(words, { kind: "announcement", title: "Vigilance orange", confirm: true });
  expect(said.words.text).toBe("### Vigilance orange\n\nFermez les parkings.");
  expect(postFacts(said.more)).toEqual({ kind: "announcement", title: "Vigilance orange", confirm: true });
  const html = "<h3>Vigilance orange</h3>\n<p>Fermez les parkings.</p>";
  const read = untitled({ kind: "text", text: said.words.text, html, tone: "said" });
  expect(read.title).toBe("Vigilance orange");
  expect(read.body).toMatchObject({ text: "Fermez les parkings.", html: "<p>Fermez les parkings.</p>" });
});

test("what others send is a post without a title", () => {
  expect(postFacts({ body: "bonjour" })).toEqual({ kind: "post", title: null, confirm: false });
  expect(postFacts({ "fr.parvis.post": { kind: "nonsense", title: 3, confirm: "yes" } })).toEqual({
    kind: "post",
    title: null,
    confirm: false,
  });
  expect(titled(words, { kind: "post", title: null, confirm: false }).words).toEqual(words);
});

test("the words of a post stand above its pictures, whichever they were sent with", () => {
  const picture = (name: string, caption: { text: string; html: null } | null) =>
    ({ key: name, edited: true, body: { kind: "image", name, caption } }) as unknown as Message;
  const also = [picture("b.jpg", null)];
  const parts = partsOf({ message: picture("a.jpg", { text: "Le quai", html: null }), also });
  expect(parts.map(({ body }) => (body.kind === "text" ? body.text : "name" in body ? body.name : ""))).toEqual([
    "Le quai",
    "a.jpg",
    "b.jpg",
  ]);
  expect(parts.map(({ edited }) => edited)).toEqual([true, false, true]);
  expect(new Set(parts.map(({ key }) => key)).size).toBe(3);
  const bare = picture("a.jpg", null);
  expect(partsOf({ message: bare, also })).toEqual([bare, ...also]);
});
