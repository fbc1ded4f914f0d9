import { useTranslation } from "react-i18next";
import type { Kind } from "../../api/search";

export function useKindNames(): Record<Kind, string> {
  const { t } = useTranslation();
  return {
    person: t("search.kind.person"),
    space: t("search.kind.space"),
    task: t("search.kind.task"),
    decision: t("search.kind.decision"),
    post: t("search.kind.post"),
    message: t("search.kind.message"),
  };
}
