import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { askCode, type Entered, freshSecret } from "../../api/signIn";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { signedIn } from "../../base/account";
import { useKept } from "../../base/kept";
import { Wrong } from "../../ui/parts";
import { CodeStep } from "./CodeStep";
import { whyNoCode } from "./codes";
import { Frame } from "./Frame";
import s from "./identity.module.css";
import { NameStep } from "./NameStep";

const addressMax = 254;

/** What was asked for in this browser; kept, for who reads their mails in the same one. */
function useAsked() {
  const [address, setAddress] = useKept("signIn.address");
  const [secret, setSecret] = useKept("signIn.secret");
  const [at, setAt] = useKept("signIn.at");
  const ask = async (to: string) => {
    const mine = secret || freshSecret();
    await askCode(to, mine);
    setSecret(mine);
    setAt(String(Date.now()));
  };
  const forget = () => {
    setSecret("");
    setAt("");
  };
  return { address, setAddress, secret, at: Number(at), ask, forget };
}

/** Coming in by an address: a code is mailed to it, and typed here. Who comes for the first time says their name. */
export function ByCode({ otherwise }: { otherwise: () => void }) {
  const asked = useAsked();
  const [entered, setEntered] = useState<Entered | null>(null);
  const { address, secret, at } = asked;
  if (entered?.made) return <NameStep entered={entered} proposed={entered.made.displayname} />;
  if (!at) {
    return <AddressStep address={address} setAddress={asked.setAddress} ask={asked.ask} otherwise={otherwise} />;
  }
  const enter = (who: Entered) => {
    asked.forget();
    asked.setAddress("");
    if (who.made && !who.made.name_locked) setEntered(who);
    else signedIn(who.account);
  };
  return (
    <CodeStep
      address={address}
      secret={secret}
      at={at}
      enter={enter}
      again={() => asked.ask(address)}
      other={asked.forget}
    />
  );
}

interface AddressStepProps {
  readonly address: string;
  readonly setAddress: (address: string) => void;
  readonly ask: (to: string) => Promise<void>;
  readonly otherwise: () => void;
}

function AddressStep({ address, setAddress, ask, otherwise }: AddressStepProps) {
  const { t } = useTranslation();
  const server = useServer();
  const { busy, refusal, run, refuse } = useDeed(whyNoCode);
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const to = address.trim();
    if (!to) return refuse((t) => t("identity.code.address.missing"));
    setAddress(to);
    await run(() => ask(to));
  };
  return (
    <Frame title={t("identity.code.title")} lead={t("identity.code.lead")}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <TextInput
          label={t("identity.code.address")}
          type="email"
          autoComplete="email"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          maxLength={addressMax}
          value={address}
          error={Boolean(refusal)}
          onChange={(e) => setAddress(e.currentTarget.value)}
        />
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.code.send")}
        </Button>
        <div className={s.or}>{t("identity.or")}</div>
        <Button size="md" variant="default" fullWidth onClick={otherwise}>
          {t("identity.code.password")}
        </Button>
        {server?.setup ? <p className={s.quiet}>{t("identity.signIn.setup")}</p> : null}
      </form>
    </Frame>
  );
}
