/** Letters that are no letter with a mark; the server takes them apart alike. */
const apart: Record<string, string> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d" };

/** Without case, accents or ligatures, one letter for one letter wherever the alphabet allows. */
export const folded = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[œæßøłđ]/g, (letter) => apart[letter]!);

const wordsOf = (query: string): string[] => folded(query).split(/\s+/).filter(Boolean);

/** True when every word typed begins a word of what is searched. */
export function matches(query: string, ...texts: (string | undefined)[]): boolean {
  const searched = ` ${folded(texts.filter(Boolean).join(" ")).replace(/[^\p{L}\p{N}]+/gu, " ")}`;
  return wordsOf(query).every((word) => searched.includes(` ${word.replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`));
}

/** The text cut where the words typed stand, for marking them. */
export function parts(text: string, query: string): { text: string; hit: boolean }[] {
  const words = wordsOf(query);
  const same = folded(text);
  // A ligature changes the length: then nothing is marked rather than the wrong letters.
  if (words.length === 0 || same.length !== text.length) return [{ text, hit: false }];
  const hits = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let i = same.indexOf(word); i >= 0; i = same.indexOf(word, i + 1)) {
      if (i === 0 || !/[\p{L}\p{N}]/u.test(same[i - 1]!)) hits.fill(true, i, i + word.length);
    }
  }
  const out: { text: string; hit: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const last = out.at(-1);
    if (last && last.hit === hits[i]) last.text += text[i];
    else out.push({ text: text[i]!, hit: hits[i]! });
  }
  return out;
}
