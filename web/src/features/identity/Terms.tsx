import { useTranslation } from "react-i18next";
import { Written } from "./Written";

/** What one accepts by using this house. */
export default function Terms() {
  const { t } = useTranslation();
  return <Written kind="terms" title={t("papers.terms")} otherwise={<p>{t("papers.terms.none")}</p>} />;
}
