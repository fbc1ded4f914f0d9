import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useSearch } from "wouter";
import { allowKeyReset } from "../../api/matrix";
import { reasonOf } from "../../api/reasons";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { useProof } from "../../shell/Proof";
import { Wrong } from "../../ui/parts";
import s from "./identity.module.css";

const at = encodeURIComponent;

/** Where an action that an application names is done; the names are those of the specification, and of before it. */
function placeOf(action: string | null, device: string | null): string {
  switch (action) {
    case "org.matrix.profile":
      return "/settings/profile";
    case "org.matrix.devices_list":
    case "org.matrix.sessions_list":
      return "/settings/security";
    case "org.matrix.device_view":
    case "org.matrix.session_view":
      return device ? `/settings/security?device=${at(device)}` : "/settings/security";
    case "org.matrix.device_delete":
    case "org.matrix.session_end":
      return device ? `/settings/security?out=${at(device)}` : "/settings/security";
    case "org.matrix.account_deactivate":
      return "/settings/security?end";
    default:
      return "/settings";
  }
}

/** Where applications lead people who want to do something to their account. */
export default function AccountPage() {
  const asked = new URLSearchParams(useSearch());
  const action = asked.get("action");
  if (action === "org.matrix.cross_signing_reset") return <KeyReset device={asked.get("device_id")} />;
  return <Redirect to={placeOf(action, asked.get("device_id"))} replace />;
}

/** The keys by which others know one's devices may be replaced: a question with the password. */
function KeyReset({ device }: { device: string | null }) {
  const { t } = useTranslation();
  const mine = account.use();
  const proof = useProof();
  const [done, setDone] = useState(false);
  const { busy, refusal, run } = useDeed((failure, t) => reasonOf(failure, t, t("identity.reset.wrong")));
  if (!mine) return null;
  if (done) {
    return (
      <Frame title={t("identity.consent.done")} lead={t("identity.reset.done")}>
        <Button component={Link} href="/" size="md" fullWidth>
          {t("identity.already.go")}
        </Button>
      </Frame>
    );
  }
  const allow = (e: FormEvent) => {
    e.preventDefault();
    void run(async () => {
      await allowKeyReset(await proof.stage(), device);
      setDone(true);
    });
  };
  return (
    <Frame title={t("identity.reset.title")} lead={t("identity.reset.lead")}>
      <form className={s.stack} onSubmit={allow} noValidate>
        <p className={s.warning}>{t("identity.reset.warning")}</p>
        {proof.field}
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy} disabled={!proof.ready}>
          {t("identity.reset.yes")}
        </Button>
        <Button component={Link} href="/" size="md" variant="default" fullWidth>
          {t("identity.reset.no")}
        </Button>
      </form>
    </Frame>
  );
}
