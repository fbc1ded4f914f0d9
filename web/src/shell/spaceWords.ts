import type { Model, Visibility } from "../api/spaces";
import type { T } from "../i18n";

/** What a space is, and how many are in it, those from outside told apart. */
export function headOf(
  t: T,
  of: { readonly model?: string; readonly members?: number; readonly guests?: number },
): string {
  const { members = 0, guests = 0 } = of;
  const said = t("spaces.head", { model: modelName(t, of.model), count: members });
  return guests > 0 ? `${said}, ${t("ui.audienceGuests", { count: guests })}` : said;
}

/** What kinds of spaces are called. */
export function modelName(t: T, of: string | undefined): string {
  switch (of as Model) {
    case "community":
      return t("spaces.model.community");
    case "project":
      return t("spaces.model.project");
    case "committee":
      return t("spaces.model.committee");
    case "case":
      return t("spaces.model.case");
    default:
      return t("spaces.model.blank");
  }
}

/** What it is called who finds a space. */
export function visibilityName(t: T, of: Visibility): string {
  switch (of) {
    case "public":
      return t("spaces.visibility.public");
    case "private":
      return t("spaces.visibility.private");
    case "secret":
      return t("spaces.visibility.secret");
  }
}
