import type { T } from "../../i18n";

/** What a public page is called; a kind that this client does not know, as the server names it. */
export function paperName(kind: string, t: T): string {
  switch (kind) {
    case "accessibility":
      return t("papers.accessibility");
    case "privacy":
      return t("papers.privacy");
    case "legal":
      return t("papers.legal");
    case "terms":
      return t("papers.terms");
    default:
      return kind;
  }
}
