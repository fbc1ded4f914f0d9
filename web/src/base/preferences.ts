import { keptStore } from "./store";

export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];

export const textSizes = [100, 112, 125, 150] as const;
export type TextSize = (typeof textSizes)[number];

const oneOf =
  <T>(allowed: readonly T[]) =>
  (kept: unknown) =>
    allowed.find((one) => one === kept);
const yesOrNo = (kept: unknown) => (typeof kept === "boolean" ? kept : undefined);

const browserLanguage = (): Language =>
  (globalThis.navigator?.languages ?? []).map((l) => l.slice(0, 2)).find((l) => l === "fr" || l === "en") === "en"
    ? "en"
    : "fr";

/** Choices of this browser, which need no account: they already hold on the sign-in page. */
export const language = keptStore<Language>("parvis.language", browserLanguage(), oneOf(languages));
/** Per cent of the browser's own text size. */
export const textSize = keptStore<TextSize>("parvis.textSize", 100, oneOf(textSizes));
/** WCAG 2.1.4: shortcuts of a single letter can be switched off. */
export const letterKeys = keptStore<boolean>("parvis.letterKeys", true, yesOrNo);
/** Enter sends the message; otherwise Ctrl+Enter does. */
export const enterSends = keptStore<boolean>("parvis.enterSends", true, yesOrNo);
/** What a linked page is about stands below the link, where the server looks at pages. */
export const linkPreviews = keptStore<boolean>("parvis.linkPreviews", true, yesOrNo);
/** Where Mantine keeps light, dark or automatic. */
export const themeKey = "parvis.theme";
