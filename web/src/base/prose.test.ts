import { expect, test } from "vitest";
import { blocksOf, spansOf } from "./prose";

test("headings, paragraphs and lists are told apart", () => {
  const blocks = blocksOf("# Éditeur\nLa mairie\nde Belleville\n- une\n- deux\n\n1. un\n2) deux\n\n### Suite");
  expect(blocks.map((b) => b.kind)).toEqual(["heading", "paragraph", "list", "list", "heading"]);
  expect(blocks[1]).toEqual({ kind: "paragraph", spans: [{ kind: "text", text: "La mairie de Belleville" }] });
  expect(blocks[2]).toMatchObject({ ordered: false, items: [[{ text: "une" }], [{ text: "deux" }]] });
  expect(blocks[3]).toMatchObject({ ordered: true });
  expect(blocks[4]).toMatchObject({ deep: true });
});

test("words are strong, stressed or linked", () => {
  expect(spansOf("un **fort** et *doux* [site](https://mairie.example/a)")).toEqual([
    { kind: "text", text: "un " },
    { kind: "strong", text: "fort" },
    { kind: "text", text: " et " },
    { kind: "em", text: "doux" },
    { kind: "text", text: " " },
    { kind: "link", text: "site", href: "https://mairie.example/a" },
  ]);
});

test("what could run or lead astray is text", () => {
  for (const line of [
    "[x](javascript:alert`1`)",
    "[x](//other.example)",
    "[x](data:text/html,x)",
    "<b onclick=x>gras</b>",
  ])
    expect(spansOf(line).every((span) => span.kind === "text")).toBe(true);
  expect(spansOf("[x](mailto:a@b.example)")[0]).toMatchObject({ kind: "link" });
  expect(spansOf("[x](/help)")[0]).toMatchObject({ kind: "link" });
});
