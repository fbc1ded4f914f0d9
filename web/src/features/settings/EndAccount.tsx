import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { deactivate } from "../../api/matrix";
import { reasonOf } from "../../api/reasons";
import { endHere } from "../../api/signOut";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { Dialog } from "../../ui/Dialog";
import { PasswordField } from "../../ui/PasswordField";
import s from "./settings.module.css";

function EndDialog({ userId, close }: { userId: string; close: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [erase, setErase] = useState(false);
  const { busy, refusal, run } = useDeed((failure, t) => reasonOf(failure, t, t("settings.password.wrong")));
  const end = () =>
    run(async () => {
      await deactivate(userId, password, erase);
      await endHere();
    });
  return (
    <Dialog
      title={t("settings.end.title")}
      close={close}
      act={t("settings.end.do")}
      submit={() => void end()}
      danger
      busy={busy}
      disabled={!password}
      wrong={refusal}
    >
      <p>{t("settings.end.body", { userId })}</p>
      <Checkbox label={t("settings.end.erase")} checked={erase} onChange={(e) => setErase(e.currentTarget.checked)} />
      <input type="hidden" name="username" autoComplete="username" value={userId} readOnly />
      <PasswordField data-autofocus value={password} onChange={(e) => setPassword(e.currentTarget.value)} />
    </Dialog>
  );
}

const show = (section: HTMLElement | null) => section?.scrollIntoView();

/** The end of an account, by its owner; nobody can take it back. */
export function EndAccount() {
  const { t } = useTranslation();
  const mine = account.use();
  const wanted = new URLSearchParams(useSearch()).has("end");
  const [asked, ask] = useState(false);
  if (!mine) return null;
  return (
    <section className={s.sec} ref={wanted ? show : undefined}>
      <h2>{t("settings.end")}</h2>
      <p>{t("settings.end.hint")}</p>
      <div className={s.below}>
        <Button variant="default" data-danger onClick={() => ask(true)}>
          {t("settings.end.title")}
        </Button>
      </div>
      {asked ? <EndDialog userId={mine.userId} close={() => ask(false)} /> : null}
    </section>
  );
}
