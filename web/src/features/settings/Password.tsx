import { Button, Checkbox } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword } from "../../api/matrix";
import { useDeed } from "../../api/useDeed";
import { account, me } from "../../base/account";
import { useProof, wrongProof } from "../../shell/Proof";
import { say } from "../../shell/toast";
import { PasswordField, usePasswordMin } from "../../ui/PasswordField";
import { Wrong } from "../../ui/parts";
import { Strength } from "../../ui/Strength";
import s from "./settings.module.css";

/** Another password, or a first one: whoever comes in by a code may do without. */
export function Password() {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  const first = who?.mailedTo !== undefined || who?.byKey === true;
  const [next, setNext] = useState("");
  const [others, setOthers] = useState(true);
  const [asked, setAsked] = useState(false);
  const least = usePasswordMin();
  const { busy, code, refusal, run } = useDeed(wrongProof);
  // What is wrong stands at the field that it is about.
  const wrong = code === "M_FORBIDDEN" ? refusal : null;
  const proof = useProof({ label: t("settings.password.old"), error: wrong });
  if (!mine) return null;
  const short = asked && next.length < least ? t("ui.password.short", { count: least }) : null;
  const weak = code === "M_WEAK_PASSWORD" ? refusal : null;

  const change = async (e: FormEvent) => {
    e.preventDefault();
    setAsked(true);
    if (next.length < least) return;
    await run(async () => {
      await changePassword(await proof.stage(), next, others);
      proof.clear();
      me.set((before) => before && { ...before, mailedTo: undefined, byKey: false });
      setNext("");
      setAsked(false);
      say(first ? t("settings.password.chosen") : t("settings.password.changed"));
    });
  };

  return (
    <section className={s.sec}>
      <h2>{t("ui.password")}</h2>
      {first ? <p>{t("settings.password.none")}</p> : null}
      <form className={s.fields} onSubmit={change}>
        {proof.field}
        <PasswordField
          least={least}
          error={short ?? weak}
          label={t("settings.password.next")}
          value={next}
          onChange={(e) => setNext(e.currentTarget.value)}
        />
        <Strength of={next} about={`${who?.name} ${mine.userId}`} />
        <Checkbox
          label={t("settings.password.others")}
          checked={others}
          onChange={(e) => setOthers(e.currentTarget.checked)}
        />
        <Wrong>{wrong || weak ? null : refusal}</Wrong>
        <div>
          <Button type="submit" loading={busy} disabled={!proof.ready || !next}>
            {first ? t("settings.password.choose") : t("settings.password.change")}
          </Button>
        </div>
      </form>
    </section>
  );
}
