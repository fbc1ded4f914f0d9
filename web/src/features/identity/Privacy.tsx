import { useTranslation } from "react-i18next";
import { Part } from "./Paper";
import { Written } from "./Written";

/** What this program keeps about a person, and what it does not do. */
export default function Privacy() {
  const { t } = useTranslation();
  return (
    <Written
      kind="privacy"
      title={t("paper.privacy.title")}
      otherwise={
        <>
          <p>{t("paper.privacy.who")}</p>
          <Part title={t("paper.privacy.server")}>
            <ul>
              <li>{t("paper.privacy.server.account")}</li>
              <li>{t("paper.privacy.server.messages")}</li>
              <li>{t("paper.privacy.server.devices")}</li>
            </ul>
          </Part>
          <Part title={t("paper.privacy.browser")}>
            <p>{t("paper.privacy.browser.text")}</p>
          </Part>
          <Part title={t("paper.privacy.not")}>
            <p>{t("paper.privacy.not.text")}</p>
          </Part>
          <Part title={t("paper.privacy.rights")}>
            <p>{t("paper.privacy.rights.text")}</p>
          </Part>
        </>
      }
    />
  );
}
