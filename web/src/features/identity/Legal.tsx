import { useTranslation } from "react-i18next";
import { Written } from "./Written";

/** Who answers for this house. */
export default function Legal() {
  const { t } = useTranslation();
  return <Written kind="legal" title={t("papers.legal")} otherwise={<p>{t("papers.legal.none")}</p>} />;
}
