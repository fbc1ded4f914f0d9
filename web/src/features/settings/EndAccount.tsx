import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { mine as held } from "../../api/heirs";
import { deactivate } from "../../api/matrix";
import { endHere } from "../../api/signOut";
import { useDeed } from "../../api/useDeed";
import { account, farewell } from "../../base/account";
import { useProof, wrongProof } from "../../shell/Proof";
import { Dialog } from "../../ui/Dialog";
import { heirGone, useHeirs } from "../../ui/Heirs";
import s from "./settings.module.css";

function EndDialog({ userId, close }: { userId: string; close: () => void }) {
  const { t } = useTranslation();
  const proof = useProof();
  const [erase, setErase] = useState(false);
  const heirs = useHeirs(held, "me");
  const { busy, refusal, run } = useDeed(heirGone(wrongProof));
  const end = () =>
    run(async () => {
      await deactivate(await proof.stage(), erase, heirs.heirs);
      farewell.set(true);
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
      disabled={!proof.ready || !heirs.ready}
      wrong={refusal}
    >
      <p>{t("settings.end.body", { userId })}</p>
      {heirs.field}
      <Checkbox label={t("settings.end.erase")} checked={erase} onChange={(e) => setErase(e.currentTarget.checked)} />
      {proof.field}
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
