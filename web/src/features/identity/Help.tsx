import { useTranslation } from "react-i18next";
import { Paper, Part } from "./Paper";

/** What a person needs to begin, in one page. */
export default function Help() {
  const { t } = useTranslation();
  return (
    <Paper title={t("paper.help.title")}>
      <Part title={t("paper.help.in")}>
        <p>{t("paper.help.in.text")}</p>
        <p>{t("paper.help.forgotten")}</p>
      </Part>
      <Part title={t("paper.help.talk")}>
        <ul>
          <li>{t("paper.help.talk.rooms")}</li>
          <li>{t("paper.help.talk.write")}</li>
          <li>{t("paper.help.talk.thread")}</li>
          <li>{t("paper.help.talk.files")}</li>
          <li>{t("paper.help.talk.tools")}</li>
        </ul>
      </Part>
      <Part title={t("paper.help.find")}>
        <p>{t("paper.help.find.text")}</p>
      </Part>
      <Part title={t("paper.help.offline")}>
        <p>{t("paper.help.offline.text")}</p>
      </Part>
      <Part title={t("paper.help.wrong")}>
        <p>{t("paper.help.wrong.text")}</p>
      </Part>
    </Paper>
  );
}
