import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type AddressProof, mailCode, resetPassword, signIn, tellCode } from "../../api/matrix";
import { useDeed } from "../../api/useDeed";
import { signedIn } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { PasswordField, usePasswordMin } from "../../ui/PasswordField";
import { Wrong } from "../../ui/parts";
import { Strength } from "../../ui/Strength";
import s from "./identity.module.css";

const addressMax = 254;
const codeMax = 6;

/** Another password for who forgot theirs, by a code that is mailed to an address of the account. */
export default function Forgotten() {
  const { t } = useTranslation();
  const [address, setAddress] = useState("");
  const [proof, setProof] = useState<AddressProof | null>(null);
  return (
    <Frame
      title={t("identity.forgotten.title")}
      lead={proof ? t("identity.forgotten.sent", { address }) : t("identity.forgotten.lead")}
    >
      {proof ? (
        <Change address={address} proof={proof} again={() => setProof(null)} />
      ) : (
        <Whose address={address} setAddress={setAddress} sent={setProof} />
      )}
    </Frame>
  );
}

interface WhoseProps {
  readonly address: string;
  readonly setAddress: (address: string) => void;
  readonly sent: (proof: AddressProof) => void;
}

function Whose({ address, setAddress, sent }: WhoseProps) {
  const { t } = useTranslation();
  const { busy, refusal, run, refuse } = useDeed();
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const to = address.trim();
    if (!to) return refuse((t) => t("identity.forgotten.missing"));
    setAddress(to);
    await run(async () => sent(await mailCode(to, crypto.randomUUID(), 1)));
  };
  return (
    <form className={s.stack} onSubmit={submit} noValidate>
      <TextInput
        label={t("identity.forgotten.address")}
        type="email"
        autoComplete="email"
        size="md"
        maxLength={addressMax}
        value={address}
        onChange={(e) => setAddress(e.currentTarget.value)}
      />
      <Wrong>{refusal}</Wrong>
      <Button type="submit" size="md" fullWidth loading={busy}>
        {t("identity.forgotten.send")}
      </Button>
    </form>
  );
}

interface ChangeProps {
  readonly address: string;
  readonly proof: AddressProof;
  readonly again: () => void;
}

function Change({ address, proof, again }: ChangeProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [told, setTold] = useState(false);
  const least = usePasswordMin();
  const { busy, refusal, run, refuse } = useDeed();
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (code.trim().length !== codeMax) return refuse((t) => t("identity.forgotten.code.missing"));
    if (password.length < least) return refuse((t) => t("ui.password.short", { count: least }));
    const right = told || (await run(() => tellCode(proof, code.trim())));
    if (right === undefined) return;
    if (!right) return refuse((t) => t("identity.forgotten.code.wrong"));
    setTold(true);
    await run(async () => {
      await resetPassword(proof, password);
      signedIn(await signIn(address, password));
    });
  };
  return (
    <form className={s.stack} onSubmit={submit} noValidate>
      <TextInput
        label={t("identity.forgotten.code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        size="md"
        maxLength={codeMax}
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
      />
      <PasswordField least={least} size="md" value={password} onChange={(e) => setPassword(e.currentTarget.value)} />
      <Strength of={password} about={address} />
      <p className={s.quiet}>{t("identity.forgotten.others")}</p>
      <Wrong>{refusal}</Wrong>
      <Button type="submit" size="md" fullWidth loading={busy}>
        {t("identity.forgotten.change")}
      </Button>
      <Button size="md" variant="default" fullWidth onClick={again}>
        {t("identity.forgotten.again")}
      </Button>
    </form>
  );
}
