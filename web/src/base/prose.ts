/** A part of a line: plain, strong, stressed, or a link. */
export type Span =
  | { readonly kind: "text" | "strong" | "em"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };
export type Block =
  | { readonly kind: "heading"; readonly deep: boolean; readonly spans: readonly Span[] }
  | { readonly kind: "paragraph"; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] };

const inline = /\*\*(.+?)\*\*|\*(.+?)\*|\[([^\]]+)\]\(([^()\s]+)\)/g;
/** Where a link may lead: to the web, to an address, to a page of ours. */
const safe = /^(https?:\/\/|mailto:|\/(?!\/))/;

/** The parts of a line; what is no mark, or leads nowhere that is safe, stays as it was written. */
export function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  const say = (text: string) => text && spans.push({ kind: "text", text });
  let from = 0;
  for (const found of line.matchAll(inline)) {
    const [whole, strong, em, text, href] = found;
    say(line.slice(from, found.index));
    if (strong !== undefined) spans.push({ kind: "strong", text: strong });
    else if (em !== undefined) spans.push({ kind: "em", text: em });
    else if (text !== undefined && href !== undefined && safe.test(href)) spans.push({ kind: "link", text, href });
    else say(whole);
    from = found.index + whole.length;
  }
  say(line.slice(from));
  return spans;
}

/** Headings, paragraphs, lists, strong, stressed and linked words of Markdown: all that a page of an administration needs. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const part of text.replaceAll("\r\n", "\n").split(/\n{2,}/)) {
    let paragraph: string[] = [];
    let items: string[] = [];
    let ordered = false;
    const end = () => {
      if (paragraph.length > 0) blocks.push({ kind: "paragraph", spans: spansOf(paragraph.join(" ")) });
      if (items.length > 0) blocks.push({ kind: "list", ordered, items: items.map(spansOf) });
      paragraph = [];
      items = [];
    };
    for (const line of part.split("\n")) {
      const heading = /^(#{1,3})\s+(.+)/.exec(line);
      const item = /^\s*([-*]|\d+[.)])\s+(.+)/.exec(line);
      if (heading) {
        end();
        blocks.push({ kind: "heading", deep: heading[1]!.length > 2, spans: spansOf(heading[2]!) });
      } else if (item) {
        const numbered = /\d/.test(item[1]!);
        if (paragraph.length > 0 || numbered !== ordered) end();
        ordered = numbered;
        items.push(item[2]!);
      } else if (line.trim()) {
        if (items.length > 0) end();
        paragraph.push(line.trim());
      }
    }
    end();
  }
  return blocks;
}
