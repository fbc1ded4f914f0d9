import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { givePasskey } from "../api/further";
import { signIn, signInByToken } from "../api/matrix";
import { whoami } from "../api/parvis";
import { browserSecret, freshSecret } from "../api/secret";
import { askCode, enterByCode } from "../api/signIn";
import { useDeed } from "../api/useDeed";
import { type Account, account, ended, me, signedIn } from "../base/account";
import { Dialog } from "../ui/Dialog";
import { focused } from "../ui/focused";
import { PasswordField } from "../ui/PasswordField";
import { askToLeave } from "./Leave";
import { wrongProof } from "./Proof";
import { whyNot } from "./whyNot";

const codeDigits = 6;

/** Asks who it is again over the page, which stays as it was with all that is written in it. */
export function EndedDialog() {
  const mine = account.use();
  const how = ended.use();
  const mailedTo = me.use()?.mailedTo;
  const byKey = me.use()?.byKey === true;
  // Whoever has nothing to read here any more reads nothing behind the question, either.
  useEffect(() => {
    document.documentElement.toggleAttribute("data-ended", how !== null);
  }, [how]);
  // What ended a wait says less than what refuses a request.
  useEffect(() => {
    if (how === "removed") void whoami().catch(() => undefined);
  }, [how]);
  if (!mine) return null;
  if (how === "over" || how === "locked") return <Over locked={how === "locked"} />;
  if (byKey) return <ByKey mine={mine} />;
  return mailedTo ? <ByCode mine={mine} address={mailedTo} /> : <ByPassword mine={mine} />;
}

/** The account is no more, or shut: why, whom to ask, and the way out. */
function Over({ locked }: { locked: boolean }) {
  const { t } = useTranslation();
  return (
    <Dialog
      held
      begins
      only
      title={locked ? t("shell.ended.locked") : t("shell.ended.over")}
      close={askToLeave}
      act={t("shell.ended.leave")}
      submit={askToLeave}
    >
      <p>{locked ? t("shell.ended.lockedBody") : t("shell.ended.overBody")}</p>
      <p>{locked ? t("shell.ended.lockedHelp") : t("shell.ended.overHelp")}</p>
    </Dialog>
  );
}

function ByPassword({ mine }: { mine: Account }) {
  const { t } = useTranslation();
  const how = ended.use();
  const who = me.use();
  const [password, setPassword] = useState("");
  const { busy, refusal, run } = useDeed();
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

/** For who has a passkey alone. */
function ByKey({ mine }: { mine: Account }) {
  const { t } = useTranslation();
  const how = ended.use();
  const { busy, refusal, run } = useDeed(whyNot);
  const again = () => run(async () => signedIn(await signInByToken(await givePasskey(freshSecret()), mine.deviceId)));
  return (
    <Dialog
      held
      opened={how !== null}
      title={how === "expired" ? t("shell.ended.expired") : t("shell.ended.removed")}
      close={askToLeave}
      cancel={t("shell.ended.leave")}
      begins
      act={t("factor.key.signIn")}
      submit={() => void again()}
      busy={busy}
      wrong={refusal}
    >
      <p>{how === "expired" ? t("shell.ended.expiredBody") : t("shell.ended.removedBody")}</p>
    </Dialog>
  );
}

/** For who has no password: a code is sent, and typed. */
function ByCode({ mine, address }: { mine: Account; address: string }) {
  const { t } = useTranslation();
  const how = ended.use();
  const [secret, setSecret] = useState<string | null>(null);
  const [code, setCode] = useState("");
  const { busy, refusal, run } = useDeed(wrongProof);
  const ask = () =>
    run(async () => {
      const own = browserSecret();
      await askCode(address, own);
      setSecret(own);
    });
  const again = (from: string) =>
    run(async () => {
      signedIn((await enterByCode(address, from, code.trim(), { deviceId: mine.deviceId })).account);
      setSecret(null);
      setCode("");
    });
  return (
    <Dialog
      held
      opened={how !== null}
      title={how === "expired" ? t("shell.ended.expired") : t("shell.ended.removed")}
      close={askToLeave}
      cancel={t("shell.ended.leave")}
      begins={secret === null}
      act={secret ? t("shell.ended.again") : t("shell.proof.send")}
      submit={() => void (secret ? again(secret) : ask())}
      busy={busy}
      disabled={secret !== null && code.trim().length !== codeDigits}
      wrong={refusal}
    >
      <p>{t("shell.ended.codeBody", { address })}</p>
      {secret ? (
        <TextInput
          ref={focused}
          label={t("shell.proof.code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={codeDigits}
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
        />
      ) : null}
    </Dialog>
  );
}
