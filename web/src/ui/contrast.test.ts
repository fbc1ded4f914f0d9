import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

type Tokens = Record<string, string>;
const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

function tokensOf(theme: string): Tokens {
  const body = new RegExp(`data-mantine-color-scheme="${theme}"\\]\\s*\\{([\\s\\S]*?)\\n\\}`).exec(css)![1]!;
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1]!, m[2]!.trim()]));
}
const light = tokensOf("light");
const themes: Record<string, Tokens> = { light, dark: { ...light, ...tokensOf("dark") } };

const linear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const weigh = (r: number, g: number, b: number) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const luminance = (hex: string) => {
  const [r, g, b] = [1, 3, 5].map((i) => linear(Number.parseInt(hex.slice(i, i + 2), 16) / 255));
  return weigh(r!, g!, b!);
};
/** Luminance of an OKLCH colour, its channels cut to what a screen shows. */
function luminanceOklch(l: number, c: number, hue: number): number {
  const a = c * Math.cos((hue * Math.PI) / 180);
  const b = c * Math.sin((hue * Math.PI) / 180);
  const L = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const M = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const S = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (v: number) => Math.min(1, Math.max(0, v));
  return weigh(
    cut(4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S),
    cut(-1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S),
    cut(-0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S),
  );
}
const ratio = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

const pairs: [string, string, number][] = [
  ["ink", "page", 7],
  ["ink", "ground", 7],
  ["ink-2", "page", 7],
  ["ink-2", "ground", 4.5],
  ["ink-3", "page", 4.5],
  ["ink-3", "ground", 4.5],
  ["ink-3", "sunken", 4.5],
  ["accent-text", "page", 4.5],
  ["accent-text", "accent-soft", 4.5],
  ["ink-on", "accent", 4.5],
  ["ink", "accent-soft", 7],
  ["ink-3", "accent-soft", 4.5],
  ["danger", "page", 4.5],
  ["danger", "danger-soft", 4.5],
  ["guest", "page", 4.5],
  ["guest", "guest-soft", 4.5],
  ["info", "info-soft", 4.5],
  ["ink", "mark", 4.5],
  ["ink-2", "mark", 4.5],
  ["you-ink", "you", 7],
  ["rail-ink", "rail-bg", 4.5],
  ["rail-dim", "rail-bg", 4.5],
  ["ink-on", "rail-on", 4.5],
  ["line-control", "page", 3],
  ["focus", "page", 3],
  ["focus", "ground", 3],
];
const hues = Array.from({ length: 36 }, (_, i) => i * 10);

describe.each(Object.entries(themes))("in the %s theme", (_name, t) => {
  test.each(pairs)("%s on %s reaches %d to 1", (front, back, least) => {
    expect(ratio(luminance(t[front]!), luminance(t[back]!))).toBeGreaterThanOrEqual(least);
  });

  const of = (family: string) => (hue: number) =>
    luminanceOklch(Number(t[`${family}-l`]), Number(t[`${family}-c`]), hue);
  test("no hue makes a place or a person hard to read", () => {
    for (const hue of hues) {
      expect(ratio(1, of("plaque")(hue))).toBeGreaterThanOrEqual(4.5);
      expect(ratio(of("face-ink")(hue), of("face")(hue))).toBeGreaterThanOrEqual(4.5);
    }
  });
});
