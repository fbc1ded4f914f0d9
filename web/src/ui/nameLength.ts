import type { T } from "../i18n";

/** What colleagues read at a glance. */
const charactersMax = 100;

/** What to say of a name that is too long; null of all others. */
export const tooLong = (name: string, t: T): string | null =>
  [...name.trim()].length > charactersMax ? t("ui.name.long", { count: charactersMax }) : null;
