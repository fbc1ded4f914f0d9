import i18next, { type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import { type Language, language } from "../base/preferences";
import { typeset } from "./typography";

/** The function that says a text: `t` and a key. Its first argument is always a literal, so that a test can read it. */
export type T = TFunction;

type Texts = Record<string, string>;
/** Texts that come together: what everybody reads, and what is read in the administration alone. */
type Part = "first" | "admin";
const bundles: Record<Part, Record<Language, () => Promise<{ texts: Record<string, Texts> }>>> = {
  first: { fr: () => import("./fr"), en: () => import("./en") },
  admin: { fr: () => import("./fr/admin"), en: () => import("./en/admin") },
};
const wanted = new Set<Part>(["first"]);
const there = new Set<string>();

/** Texts of one part in one language, each under `<file>.<key>`. */
async function load(part: Part, which: Language): Promise<Texts> {
  const { texts } = await bundles[part][which]();
  const all: Texts = {};
  for (const [path, entries] of Object.entries(texts)) {
    const file = path.replace(/^.*\/|\.json$/g, "");
    for (const [key, text] of Object.entries(entries)) all[`${file}.${key}`] = which === "fr" ? typeset(text) : text;
  }
  return all;
}

async function bring(part: Part, which: Language): Promise<void> {
  if (there.has(`${part} ${which}`)) return;
  i18next.addResourceBundle(which, "translation", await load(part, which), true);
  there.add(`${part} ${which}`);
}

/** Brings the texts of a part, in the language of now and in whichever is chosen later. */
export async function alsoTexts(part: Part): Promise<void> {
  wanted.add(part);
  await bring(part, language.now());
}

async function speak(which: Language): Promise<void> {
  await Promise.all([...wanted].map((part) => bring(part, which)));
  await i18next.changeLanguage(which);
  document.documentElement.lang = which;
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language.now(),
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: {},
    partialBundledLanguages: true,
    react: { useSuspense: false, bindI18nStore: "added" },
  });
  await speak(language.now());
  language.follow(() => void speak(language.now()));
}
