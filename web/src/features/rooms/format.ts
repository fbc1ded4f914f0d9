/** What a button of the composer does to the text selected. */
export type Format = "bold" | "italic" | "strike" | "code" | "link" | "list" | "quote";

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
  if (how === "link") {
    const words = picked || "lien";
    return { from, to, text: `[${words}](https://)`, select: [words.length + 3, words.length + 11] };
  }
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
