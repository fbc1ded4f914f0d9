import { Marked, Tokenizer, type Tokens } from "marked";

const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** Only addresses that a person can follow; everything else stays as written. */
const followable = /^(https?:|mailto:|ftp:|matrix:)/i;

interface MentionToken extends Tokens.Generic {
  readonly name: string;
}

/** What emphasis, and what bold, may not touch: a part of a word may be bold. */
const touching = { em: /[\p{L}\p{N}*]/u, strong: /[\p{N}*]/u };

/**
 * What is read as formatting, and what stays as it was typed: a sign inside a word or a sum (5*3*2, agent*e*s, 10~20~30),
 * and one line that begins with a number (2026. Une grande année).
 */
class Rules extends Tokenizer {
  override emStrong(src: string, masked: string, before = ""): Tokens.Em | Tokens.Strong | undefined {
    const token = super.emStrong(src, masked, before);
    if (!token) return undefined;
    const no = touching[token.type];
    return no.test(before) || no.test(src.charAt(token.raw.length)) ? undefined : token;
  }
  override del(src: string, masked: string, before?: string): Tokens.Del | undefined {
    return src.startsWith("~~") ? super.del(src, masked, before) : undefined;
  }
  override list(src: string): Tokens.List | undefined {
    const token = super.list(src);
    return token?.ordered && token.start !== 1 && token.items.length === 1 ? undefined : token;
  }
  override html = () => undefined;
  override tag = () => undefined;
  override lheading = () => undefined;
  override def = () => undefined;
  override table = () => undefined;
}

/** The Markdown of the composer: emphasis, code, links, lists, quotes, line breaks. No HTML, no pictures, no titles from a rule. */
function reader(link: (name: string) => string | null, names: readonly string[]): Marked {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const marked = new Marked({ gfm: true, breaks: true, async: false });
  marked.setOptions({ tokenizer: new Rules() });
  marked.use({
    extensions: [
      {
        name: "mention",
        level: "inline",
        start: (src: string) => {
          const at = src.indexOf("@");
          return at < 0 ? undefined : at;
        },
        tokenizer(src: string): MentionToken | undefined {
          const name = longestFirst.find((n) => src.startsWith(`@${n}`));
          return name ? { type: "mention", raw: `@${name}`, name } : undefined;
        },
        renderer: (token) => {
          const { name } = token as MentionToken;
          const to = link(name);
          return to ? `<a href="${escaped(to)}">@${escaped(name)}</a>` : `@${escaped(name)}`;
        },
      },
    ],
    renderer: {
      html: ({ text }) => escaped(text),
      image: ({ raw }) => escaped(raw),
      link({ href, tokens, raw }) {
        return followable.test(href)
          ? `<a href="${escaped(href)}">${this.parser.parseInline(tokens)}</a>`
          : escaped(raw);
      },
    },
  });
  return marked;
}

/** A link that says only its own address: the reader's client finds it in the text by itself. */
const saysItself = (href: string, words: string): boolean =>
  ["", "http://", "mailto:"].some((before) => href === before + words);

/**
 * The HTML of a text, or null when the text says it all: no formatting and nobody named.
 * `link` gives the address of a person named.
 */
export function toHtml(text: string, link: (name: string) => string | null, names: readonly string[]): string | null {
  const html = (reader(link, names).parse(text) as string).trim();
  const inside = /^<p>([\s\S]*)<\/p>$/.exec(html)?.[1];
  const one = inside !== undefined && !inside.includes("<p>") ? inside : html;
  const bare = one
    .replace(/<a href="([^"]*)">([^<]*)<\/a>/g, (a, href: string, words: string) => (saysItself(href, words) ? "" : a))
    .replace(/<br>/g, "")
    .replace(/<\/?p>/g, "");
  return names.length === 0 && !/<[a-z]/i.test(bare) ? null : one;
}
