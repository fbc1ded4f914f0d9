import { language } from "../base/preferences";

const digitsMax = 10;

/** `1 200,5` in French, `1,200.5` in English. */
export const numberWords = (value: number): string =>
  new Intl.NumberFormat(language.now() === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: digitsMax }).format(
    value,
  );

/** The same as somebody writes it in a field: `1200,5`. */
export const numberText = (value: number): string =>
  language.now() === "fr" ? `${value}`.replace(".", ",") : `${value}`;
