import { IconLanguage } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { language } from "../../base/preferences";
import { Choice } from "../../ui/Choice";

export function LanguageChoice() {
  const { t } = useTranslation();
  return (
    <Choice
      title={t("settings.language.title")}
      hint={t("settings.language.hint")}
      value={language.use()}
      set={language.set}
      of={[
        { value: "fr", name: t("language.fr"), lang: "fr", icon: IconLanguage },
        { value: "en", name: t("language.en"), lang: "en", icon: IconLanguage },
      ]}
    />
  );
}
