import { expect, test } from "vitest";
import { addressesIn, firstPage } from "./addresses";

const links = (text: string) => addressesIn(text).flatMap(({ text, href }) => (href ? [[text, href]] : []));
const one = (text: string) => links(text)[0]?.[1];

test("an address ends where the sentence goes on, and keeps the bracket that it opened", () => {
  const river = "https://fr.wikipedia.org/wiki/Saône_(rivière)";
  expect(one(`« ${river}. »`)).toBe(river);
  expect(one(`(voir ${river})`)).toBe(river);
  expect(one("(voir https://ville.example/a)")).toBe("https://ville.example/a");
  expect(one("https://ville.example/a?b=1, puis")).toBe("https://ville.example/a?b=1");
  expect(one("https://ville.example/!")).toBe("https://ville.example/");
});

test("what begins by www and what is an address of mail leads there, too", () => {
  expect(links("Voir www.mairie.fr, ou paul.henri@mairie.example.")).toEqual([
    ["www.mairie.fr", "https://www.mairie.fr"],
    ["paul.henri@mairie.example", "mailto:paul.henri@mairie.example"],
  ]);
});

test("other words lead nowhere, and no sign is lost", () => {
  for (const text of ["@lou:ville.example", "http://", "a@b", "awww.x", "www.", "à 9 h 30", "", "x://y"])
    expect(links(text)).toEqual([]);
  const text = "a https://x.example/(b)). c@d.example www.e.example";
  expect(
    addressesIn(text)
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
});

test("the first page of a text is of the web, elsewhere, and nobody's name", () => {
  const page = (text: string) => firstPage(text, "https://parvis.example");
  expect(
    page("a@b.example https://matrix.to/#/@lou:x https://parvis.example/rooms www.eau.example, https://z.example"),
  ).toBe("https://www.eau.example");
  expect(page("https://parvis.example https://PARVIS.example?a=b")).toBeNull();
  expect(page("https://parvis.example.org/x")).toBe("https://parvis.example.org/x");
  expect(page("rien, mailto:lou@x.example")).toBeNull();
});

test("a text of many signs is read at once", () => {
  const began = performance.now();
  links(`www.${")".repeat(60_000)} ${"a.".repeat(20_000)} ${"a@".repeat(20_000)}`);
  expect(performance.now() - began).toBeLessThan(2000);
});
