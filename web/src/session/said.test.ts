import { expect, test } from "vitest";
import { said } from "./said";

const read = (html: string, text = "x") => said({ text, html });

test("words are read without what formats them", () => {
  expect(read("rendez-vous <strong>mardi</strong>, <em>sans</em> faute")).toBe("rendez-vous mardi, sans faute");
  expect(read("<p>Deux idées :</p>\n<ul><li>un concert</li><li>un <code>quiz</code></li></ul>")).toBe(
    "Deux idées : un concert un quiz",
  );
  expect(said({ text: "une\nligne **nue**", html: null })).toBe("une ligne **nue**");
});

test("what stands for a sign is that sign, and nothing becomes a tag", () => {
  expect(read("a &lt;b&gt; &amp;lt; &#233;&#xe9; &#39; &inconnu; &#0;")).toBe("a <b> &lt; éé ' &inconnu; &#0;");
  expect(read("2 < 3 et 3 > 2")).toBe("2 < 3 et 3 > 2");
});

test("what a message hides stays hidden", () => {
  expect(read("<mx-reply><blockquote>avant</blockquote></mx-reply>oui")).toBe("oui");
  expect(read("c’est <span data-mx-spoiler>Lou</span>")).toBe("c’est …");
  expect(read("<script>alert(1)</script>", "rien")).toBe("rien");
});

test("what is made to be read slowly takes no time", () => {
  const began = performance.now();
  said({ text: "x", html: "<script>".repeat(8000) });
  said({ text: "x", html: "<span data-mx-spoiler ".repeat(3000) });
  expect(performance.now() - began).toBeLessThan(1000);
});
