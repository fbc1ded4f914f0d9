import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { calledIn, profile } from "../../api/matrix";
import { useAsked } from "../../api/useAsked";

/** What some people are called; their ids until that is known. */
export function useNames(ids: readonly string[]): readonly string[] {
  const { t } = useTranslation();
  const all = ids.join(" ");
  const [asked] = useAsked(
    useCallback(
      () =>
        Promise.all(
          all
            .split(" ")
            .filter(Boolean)
            .map((id) =>
              profile(id).then(
                (one) => calledIn(one) ?? t("ui.closed"),
                () => "",
              ),
            ),
        ),
      [all, t],
    ),
  );
  return ids.map((id, i) => (asked.state === "here" && asked.value[i]) || id);
}
