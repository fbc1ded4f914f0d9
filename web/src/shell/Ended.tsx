import { useState } from "react";
import { useTranslation } from "react-i18next";
import { signIn } from "../api/matrix";
import { useDeed } from "../api/useDeed";
import { account, ended, me, signedIn } from "../base/account";
import { Dialog } from "../ui/Dialog";
import { PasswordField } from "../ui/PasswordField";
import { askToLeave } from "./Leave";

/** Asks for the password again over the page, which stays as it was with all that is written in it. */
export function EndedDialog() {
  const { t } = useTranslation();
  const how = ended.use();
  const mine = account.use();
  const who = me.use();
  const [password, setPassword] = useState("");
  const { busy, refusal, run } = useDeed();
  if (!mine) return null;
  const again = () =>
    run(async () => {
      signedIn(await signIn(mine.userId, password, mine.deviceId));
      setPassword("");
    });
  return (
    <Dialog
      held
      opened={how !== null}
      title={how === "expired" ? t("shell.ended.expired") : t("shell.ended.removed")}
      close={askToLeave}
      cancel={t("shell.ended.leave")}
      act={t("shell.ended.again")}
      submit={() => void again()}
      busy={busy}
      disabled={!password}
      wrong={refusal}
    >
      <p>{how === "expired" ? t("shell.ended.expiredBody") : t("shell.ended.removedBody")}</p>
      <input type="hidden" name="username" autoComplete="username" value={mine.userId} readOnly />
      <PasswordField
        data-autofocus
        label={t("shell.ended.password", { name: who?.name ?? mine.userId })}
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
      />
    </Dialog>
  );
}
