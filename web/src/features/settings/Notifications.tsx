import { IconAt, IconBell, IconBellOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Notices, notices, setNotices } from "../../api/notices";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { say } from "../../shell/toast";
import { Choice } from "../../ui/Choice";
import { ErrorState, Waiting } from "../../ui/parts";
import s from "./settings.module.css";

/** What counts as news, on all my devices. */
export function Notifications() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(notices);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (asked.state === "waiting") return <Waiting />;
  if (asked.state === "refused") {
    return (
      <ErrorState title={t("settings.notices.failed")} retry={again}>
        {reasonOf(asked.why, t)}
      </ErrorState>
    );
  }
  const before = asked.value;
  const choose = async (next: Notices) => {
    put(next);
    setBusy(true);
    setRefusal(null);
    try {
      await setNotices(next);
      say(t("settings.saved"));
    } catch (failure) {
      put(before);
      setRefusal(reasonOf(failure, t));
    }
    setBusy(false);
  };
  return (
    <>
      <Choice
        title={t("settings.notices.title")}
        hint={t("settings.notices.hint")}
        value={before}
        set={choose}
        disabled={busy}
        of={[
          { value: "all", icon: IconBell, name: t("settings.notices.all"), hint: t("settings.notices.all.hint") },
          { value: "mine", icon: IconAt, name: t("settings.notices.mine"), hint: t("settings.notices.mine.hint") },
          { value: "none", icon: IconBellOff, name: t("settings.notices.none"), hint: t("settings.notices.none.hint") },
        ]}
      />
      <p className={s.refusal} role="alert">
        {refusal}
      </p>
    </>
  );
}
