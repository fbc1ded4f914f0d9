import { useTranslation } from "react-i18next";
import { Part } from "./Paper";
import { Written } from "./Written";

/** The state of accessibility, said as it is: no audit has been made. */
export default function Accessibility() {
  const { t } = useTranslation();
  return (
    <Written
      kind="accessibility"
      title={t("papers.accessibility")}
      otherTitle={t("paper.access.title")}
      otherwise={
        <>
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
        </>
      }
    />
  );
}
