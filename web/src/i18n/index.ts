import i18next, { type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import { type Language, language } from "../base/preferences";
import { typeset } from "./typography";

/** The function that says a text: `t` and a key. Its first argument is always a literal, so that a test can read it. */
export type T = TFunction;

type Texts = Record<string, string>;
const bundles: Record<Language, () => Promise<{ texts: Record<string, Texts> }>> = {
  fr: () => import("./fr"),
  en: () => import("./en"),
};

/** Texts of one language, each under `<file>.<key>`. */
async function load(which: Language): Promise<Texts> {
  const { texts } = await bundles[which]();
  const all: Texts = {};
  for (const [path, entries] of Object.entries(texts)) {
    const file = path.replace(/^.*\/|\.json$/g, "");
    for (const [key, text] of Object.entries(entries)) all[`${file}.${key}`] = which === "fr" ? typeset(text) : text;
  }
  return all;
}

async function speak(which: Language): Promise<void> {
  if (!i18next.hasResourceBundle(which, "translation")) {
    i18next.addResourceBundle(which, "translation", await load(which));
  }
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
    react: { useSuspense: false },
  });
  await speak(language.now());
  language.follow(() => void speak(language.now()));
}
