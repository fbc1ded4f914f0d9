import { TextInput } from "@mantine/core";
import { IconDoor, IconKey, IconLink, IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Registration, registration, setRegistration } from "../../api/parvis";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { say } from "../../shell/toast";
import { Choice } from "../../ui/Choice";
import { ErrorState, Waiting } from "../../ui/parts";
import s from "./admin.module.css";

/** How one becomes a member of this house. */
export function RegistrationMode() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(registration);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (asked.state === "waiting") return <Waiting />;
  if (asked.state === "refused") {
    return (
      <ErrorState title={t("admin.failed")} retry={again}>
        {reasonOf(asked.why, t)}
      </ErrorState>
    );
  }
  const before = asked.value;
  const choose = async (mode: Registration) => {
    put({ ...before, mode });
    setBusy(true);
    setRefusal(null);
    try {
      put(await setRegistration(mode));
      say(t("admin.registration.changed"), () => void choose(before.mode));
    } catch (failure) {
      put(before);
      setRefusal(reasonOf(failure, t));
    }
    setBusy(false);
  };
  return (
    <>
      <Choice
        title={t("admin.registration.who")}
        value={before.mode}
        set={choose}
        disabled={busy}
        of={[
          { value: "closed", icon: IconLock, name: t("admin.mode.closed"), hint: t("admin.mode.closed.hint") },
          {
            value: "invitation",
            icon: IconLink,
            name: t("admin.mode.invitation"),
            hint: t("admin.mode.invitation.hint"),
          },
          { value: "token", icon: IconKey, name: t("admin.mode.token"), hint: t("admin.mode.token.hint") },
          { value: "open", icon: IconDoor, name: t("admin.mode.open"), hint: t("admin.mode.open.hint") },
        ]}
      />
      <p className={s.refusal} role="alert">
        {refusal}
      </p>
      {before.mode === "token" && before.token ? (
        <TextInput
          className={s.code}
          label={t("admin.token")}
          description={t("admin.token.hint")}
          value={before.token}
          readOnly
          onFocus={(e) => e.currentTarget.select()}
        />
      ) : null}
      {before.mode === "invitation" ? (
        <p>
          <Link className="link" href="/admin/invitations">
            {t("admin.invitations.go")}
          </Link>
        </p>
      ) : null}
    </>
  );
}
