import { addressesIn } from "./addresses";

/** What a button of the composer does to the text selected. */
export type Format = "bold" | "italic" | "strike" | "code" | "list" | "quote";

const around: Partial<Record<Format, string>> = { bold: "**", italic: "_", strike: "~~", code: "`" };
const before: Partial<Record<Format, string>> = { list: "- ", quote: "> " };

export interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** What is selected afterwards, counted from `from`. */
  readonly select: [number, number];
}

/** The change that formats what stands between `from` and `to`; done twice, it takes the format away. */
export function formatted(text: string, from: number, to: number, how: Format): Change {
  const picked = text.slice(from, to);
  const mark = how === "code" && picked.includes("\n") ? "\n```\n" : around[how];
  if (mark) {
    const fence = mark.startsWith("\n");
    const open = fence ? "```\n" : mark;
    const close = fence ? "\n```" : mark;
    if (text.slice(from - open.length, from) === open && text.slice(to, to + close.length) === close) {
      return { from: from - open.length, to: to + close.length, text: picked, select: [0, picked.length] };
    }
    return { from, to, text: open + picked + close, select: [open.length, open.length + picked.length] };
  }
  const sign = before[how] ?? "";
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const lines = text.slice(start, to).split("\n");
  const all = lines.every((line) => line.startsWith(sign));
  const next = lines.map((line) => (all ? line.slice(sign.length) : sign + line)).join("\n");
  return { from: start, to, text: next, select: [next.length, next.length] };
}

/** An address as somebody types it, whole; null when it leads nowhere. */
export function wholeAddress(typed: string): string | null {
  const [first, ...more] = addressesIn(/^[a-z]+:|@/i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`);
  return first?.href && more.length === 0 && /^mailto:|^https?:\/\/[^/]*\./.test(first.href) ? first.href : null;
}

/** Words that lead to an address, as Markdown has them. */
export const linkTo = (words: string, address: string): string =>
  `[${words.trim().replace(/[[\]\\]/g, "\\$&") || address}](${address.replaceAll("(", "%28").replaceAll(")", "%29")})`;

const item = /^(\s*)([-*+]|\d{1,3}[.)])(\s+)(.*)$/;

/** What a new line does after a point of a list: it begins the next point, or ends the list where the point is empty. */
export function continued(text: string, at: number): Change | null {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const found = item.exec(text.slice(start, at));
  if (!found) return null;
  const [, indent, sign, space, words] = found as unknown as [string, string, string, string, string];
  if (!words.trim()) return { from: start, to: at, text: "", select: [0, 0] };
  const number = Number.parseInt(sign, 10);
  const next = `\n${indent}${Number.isNaN(number) ? sign : `${number + 1}${sign.at(-1)}`}${space}`;
  return { from: at, to: at, text: next, select: [next.length, next.length] };
}
