import type { EmojiData, EmojiDataResolver } from "frimousse";
import { bareSign } from "../session/message";
import { folded } from "../shell/match";
import { often } from "./often";

interface CompactEmoji {
  readonly unicode: string;
  readonly label: string;
  readonly group?: number;
  readonly order?: number;
  readonly tags?: string[];
  readonly skins?: { unicode: string }[];
}
interface Words {
  readonly groups: { order: number; message: string }[];
  readonly skinTones: { key: string; message: string }[];
}
type Source = { readonly emojis: readonly CompactEmoji[]; readonly words: Words };

const sources: Record<string, () => Promise<Source>> = {
  fr: async () => ({
    emojis: (await import("emojibase-data/fr/compact.json")).default as CompactEmoji[],
    words: (await import("emojibase-data/fr/messages.json")).default as Words,
  }),
  en: async () => ({
    emojis: (await import("emojibase-data/en/compact.json")).default as CompactEmoji[],
    words: (await import("emojibase-data/en/messages.json")).default as Words,
  }),
};
/** Skin tones and hair: parts of signs, not signs. */
const partsGroup = 2;
const tones = ["light", "medium-light", "medium", "medium-dark", "dark"] as const;

/** What somebody means who looks for a word that many signs have. */
const first = new Set([...often, "👎"].map(bareSign));

/** A text and, where it has accents, the text without them: the picker compares letter by letter. */
const withFolded = (text: string): string => {
  const without = folded(text);
  return without === text ? text : `${text} ${without}`;
};

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Hands the picker the signs of one language from files built with the client. */
export const emojiData: EmojiDataResolver = async (locale): Promise<EmojiData> => {
  const { emojis, words } = await (sources[locale] ?? sources.en!)();
  const shown = emojis.filter((e) => e.group !== undefined && e.group !== partsGroup);
  return {
    locale,
    categories: words.groups
      .filter((g) => g.order !== partsGroup)
      .map((g) => ({ index: g.order, label: capital(g.message) })),
    skinTones: Object.fromEntries(words.skinTones.map((tone) => [tone.key, tone.message])) as EmojiData["skinTones"],
    emojis: shown
      .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
      .map((e) => ({
        emoji: e.unicode,
        category: e.group!,
        label: e.label,
        version: 0,
        // The picker counts every tag that matches: as one text, they count once. What is used often counts twice, then
        // the order of Unicode decides.
        tags: [
          withFolded([e.label, ...(e.tags ?? [])].join(" ")),
          ...(first.has(bareSign(e.unicode)) ? [e.label] : []),
        ],
        ...(e.skins?.length === tones.length
          ? {
              skins: Object.fromEntries(tones.map((tone, i) => [tone, e.skins![i]!.unicode])) as NonNullable<
                EmojiData["emojis"][number]["skins"]
              >,
            }
          : {}),
      })),
  };
};
