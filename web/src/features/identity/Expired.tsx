import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { mailRenewal } from "../../api/renewals";
import { signOut } from "../../api/signOut";
import { useDeed } from "../../api/useDeed";
import { account, expired } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { Wrong } from "../../ui/parts";
import s from "./identity.module.css";

const addressMax = 254;

/** What to do when the time of an account is over. Nothing of it is lost. */
export default function Expired() {
  const { t } = useTranslation();
  const mine = account.use();
  const [address, setAddress] = useState("");
  const [, go] = useLocation();
  const [sent, setSent] = useState(false);
  const { busy, refusal, run, refuse } = useDeed();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const to = address.trim();
    if (!/^[^@\s]+@[^@\s]+$/.test(to)) return refuse((t) => t("address.wrong"));
    void run(async () => {
      await mailRenewal(to);
      setSent(true);
    });
  };
  const leave = async () => {
    await signOut();
    expired.set(false);
    go("/sign-in");
  };
  return (
    <Frame title={t("validity.expired")} lead={t("validity.expired.lead")}>
      {sent ? (
        <p role="status">{t("validity.sent", { address: address.trim() })}</p>
      ) : (
        <form className={s.stack} onSubmit={submit} noValidate>
          <TextInput
            label={t("validity.address")}
            description={t("validity.address.hint")}
            type="email"
            autoComplete="email"
            size="md"
            maxLength={addressMax}
            value={address}
            onChange={(e) => setAddress(e.currentTarget.value)}
          />
          <Wrong>{refusal}</Wrong>
          <Button type="submit" size="md" fullWidth loading={busy}>
            {t("validity.send")}
          </Button>
        </form>
      )}
      <p className={s.quiet}>{t("validity.guests")}</p>
      <Button size="md" variant="default" fullWidth onClick={() => void leave()}>
        {mine ? t("validity.leave") : t("validity.back")}
      </Button>
    </Frame>
  );
}
