const unseen = new Set(["mx-reply", "script", "style", "title", "textarea"]);
/** Tags within a line; any other one ends it. */
const inline = new Set("a b i u s em strong del code span sup sub font".split(" "));
/** A tag ends before the next one begins, so that a text of many beginnings is read once. */
const tags = /<(\/?)([a-z][a-z0-9-]*)([^<>]*)>/gi;
const signs: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function sign(whole: string, name: string): string {
  if (!name.startsWith("#")) return signs[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** The text between the tags, without what is not shown, and a point of suspense for what waits to be opened. */
function textOf(html: string): string {
  let out = "";
  let from = 0;
  let closed: { readonly tag: string; depth: number } | null = null;
  for (const { 0: whole, 1: end, 2: name, 3: rest, index } of html.matchAll(tags)) {
    const tag = name!.toLowerCase();
    if (!closed) {
      const hides = !end && (unseen.has(tag) || (tag === "span" && rest!.includes("data-mx-spoiler")));
      out += html.slice(from, index) + (inline.has(tag) ? "" : " ");
      if (hides) closed = { tag, depth: 1 };
      if (hides && tag === "span") out += "…";
    } else if (closed.tag === tag) {
      closed.depth += end ? -1 : 1;
      if (closed.depth === 0) closed = null;
    }
    from = index + whole.length;
  }
  return closed ? out : out + html.slice(from);
}

/** Words as they are read, without the signs that format them, in one line. It is text and nothing else: never HTML again. */
export function said({ text, html }: { readonly text: string; readonly html: string | null }): string {
  const read = html === null ? text : textOf(html).replace(/&(#x?[0-9a-f]{1,8}|[a-z]{1,8});/gi, sign);
  return read.replace(/\s+/g, " ").trim() || text;
}
