import { Button, Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { signIn } from "../api/matrix";
import { reasonOf } from "../api/reasons";
import { account, expired, me, signedIn, signedOut } from "../base/account";
import { PasswordField } from "../ui/PasswordField";
import s from "./shell.module.css";

/** Asks for the password again over the page, which stays as it was with all that is written in it. */
export function ExpiredDialog() {
  const { t } = useTranslation();
  const open = expired.use();
  const mine = account.use();
  const who = me.use();
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!mine) return null;

  const again = async (e: FormEvent) => {
    e.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      signedIn(await signIn(mine.userId, password, mine.deviceId));
      setPassword("");
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
    }
    setBusy(false);
  };

  return (
    <Modal
      opened={open}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t("shell.expired.title")}
    >
      <form onSubmit={again} className={s.form}>
        <p>{t("shell.expired.body")}</p>
        <input type="hidden" name="username" autoComplete="username" value={mine.userId} readOnly />
        <PasswordField
          data-autofocus
          label={t("shell.expired.password", { name: who?.name ?? mine.userId })}
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
        />
        <p className={s.refusal} role="alert">
          {refusal}
        </p>
        <div className={s.formEnd}>
          <Button variant="subtle" data-quiet onClick={signedOut}>
            {t("shell.expired.leave")}
          </Button>
          <Button type="submit" loading={busy} disabled={!password}>
            {t("shell.expired.again")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
