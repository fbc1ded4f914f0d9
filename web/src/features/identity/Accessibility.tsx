import { useTranslation } from "react-i18next";
import { Paper, Part } from "./Paper";

/** The state of accessibility, said as it is: no audit has been made. */
export default function Accessibility() {
  const { t } = useTranslation();
  return (
    <Paper title={t("paper.access.title")}>
      <p>{t("paper.access.state")}</p>
      <Part title={t("paper.access.done")}>
        <ul>
          <li>{t("paper.access.done.checks")}</li>
          <li>{t("paper.access.done.keyboard")}</li>
          <li>{t("paper.access.done.look")}</li>
        </ul>
      </Part>
      <Part title={t("paper.access.missing")}>
        <ul>
          <li>{t("paper.access.missing.audit")}</li>
          <li>{t("paper.access.missing.readers")}</li>
        </ul>
      </Part>
      <Part title={t("paper.access.say")}>
        <p>{t("paper.access.say.text")}</p>
      </Part>
    </Paper>
  );
}
