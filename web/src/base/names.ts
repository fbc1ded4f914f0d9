/** A hue for a name: the same person or place has the same colour on every screen. */
export function hueOf(id: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) sum = Math.imul(sum ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return (sum % 36) * 10;
}

/** First letters of the first and last word, for a face without a picture. */
export function initialsOf(name: string): string {
  const words = plain(name)
    .replace(/^[@#!]/, "")
    .split(/[\s._\-:]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0] ? [...words[0]][0] : "";
  const last = words.length > 1 ? [...words[words.length - 1]!][0] : "";
  return `${first ?? ""}${last ?? ""}`.toLocaleUpperCase("fr") || "?";
}

/** Words that a plate leaves out. */
const small = new Set("à au aux avec d de des du en et l la le les pour sur un une of the and for in on to".split(" "));
const plateLettersMax = 4;

/** Two to four letters for the plate of a place: its capitals, those of its words, or the first ones of its only word. */
export function shortOf(name: string): string {
  const words = plain(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const said = words.filter((word) => !small.has(word.toLocaleLowerCase("fr")));
  const own = said.find((word) => /^\p{Lu}{2,4}$/u.test(word));
  if (own) return own;
  const of = said.length > 0 ? said : words;
  const letters = of.length > 1 ? of.map((word) => [...word][0]!) : [...(of[0] ?? "?")].slice(0, 2);
  return letters.slice(0, plateLettersMax).join("").toLocaleUpperCase("fr");
}

/**
 * A name as it may be shown: without control characters, and without the marks that turn the direction of
 * writing and so make one name look like another.
 */
export function plain(name: string): string {
  return name
    .replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}
