import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { calledAs, nameToCome } from "../../api/called";
import { useAsked } from "../../api/useAsked";

/** What some people are called; a mark until that is known. */
export function useNames(ids: readonly string[]): readonly string[] {
  const { t } = useTranslation();
  const all = ids.join(" ");
  const [asked] = useAsked(useCallback(() => Promise.all(all.split(" ").filter(Boolean).map(calledAs)), [all]));
  return ids.map((_, i) => (asked.state === "here" && asked.value[i]?.(t)) || nameToCome);
}
