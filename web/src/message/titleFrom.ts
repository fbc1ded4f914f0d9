/** Characters of a title, of whatever it is. */
const titleMax = 200;

/** A title out of what somebody said: the first sentence, where it is not too long, without a dot at its end. */
export function titleFrom(words: string): string {
  const line = words.replace(/\s+/g, " ").trim();
  const sentence = /^(.{8,}?)(?:[.!?…](?=\s)|$)/u.exec(line)?.[0] ?? line;
  const title = sentence.replace(/[.…]+$/u, "").trim();
  if (title.length <= titleMax) return title;
  const cut = title.slice(0, titleMax - 1);
  return `${cut.slice(0, cut.lastIndexOf(" ") > 0 ? cut.lastIndexOf(" ") : cut.length)}…`;
}
