import { IconAt, IconBell, IconBellOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { notices, setNotices } from "../../api/notices";
import { useAsked } from "../../api/useAsked";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { SavedChoice } from "../../ui/Choice";
import { Mailing } from "./Mailing";
import { OfBrowser } from "./OfBrowser";

/** What counts as news, what this browser shows of it, and what is mailed. */
export function Notifications() {
  return (
    <>
      <News />
      <OfBrowser />
      <Mailing />
    </>
  );
}

/** What counts as news, on all my devices. */
function News() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(notices);
  return (
    <Answered of={asked} again={again} failed={t("settings.notices.failed")}>
      {(value) => (
        <SavedChoice
          title={t("settings.notices.title")}
          hint={t("settings.notices.hint")}
          value={value}
          put={put}
          save={setNotices}
          saved={() => say(t("settings.saved"))}
          of={[
            { value: "all", icon: IconBell, name: t("settings.notices.all"), hint: t("settings.notices.all.hint") },
            { value: "mine", icon: IconAt, name: t("settings.notices.mine"), hint: t("settings.notices.mine.hint") },
            {
              value: "none",
              icon: IconBellOff,
              name: t("settings.notices.none"),
              hint: t("settings.notices.none.hint"),
            },
          ]}
        />
      )}
    </Answered>
  );
}
