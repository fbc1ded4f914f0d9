import { Button, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { chooseAnew, joinMailbox, type OwnWay, type SharedStep, type Sharer } from "../../api/mailboxes";
import { useDeed } from "../../api/useDeed";
import { canPasskeys } from "../../api/webauthn";
import { signedIn } from "../../base/account";
import type { T } from "../../i18n";
import { Frame } from "../../shell/Frame";
import { tooLong } from "../../ui/nameLength";
import { PasswordField, usePasswordMin } from "../../ui/PasswordField";
import { Wrong } from "../../ui/parts";
import { Strength } from "../../ui/Strength";
import { Accepted } from "./CodeStep";
import s from "./identity.module.css";
import { whyNoSharer } from "./whyNoSharer";

const namesMax = 50;
const codeMax = 20;

interface NewProps {
  readonly step: SharedStep;
  readonly address: string;
  readonly back: () => void;
}

/** Somebody new among those who read a mailbox: their name, and something of their own to come in by. */
export function NewSharer({ step, address, back }: NewProps) {
  const { t } = useTranslation();
  const [first, setFirst] = useState("");
  const [last, setLast] = useState("");
  const name = `${first.trim()} ${last.trim()}`;
  const lacks = (t: T) => (first.trim() && last.trim() ? tooLong(name, t) : t("mailbox.name.missing"));
  return (
    <Frame title={t("mailbox.new")} lead={t("mailbox.new.lead", { address })}>
      <Own about={name} lacks={lacks} enter={(own) => joinMailbox(step, name, own)} back={back} terms>
        <TextInput
          label={t("mailbox.first")}
          autoComplete="given-name"
          spellCheck={false}
          size="md"
          maxLength={namesMax}
          value={first}
          onChange={(e) => setFirst(e.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t("mailbox.last")}
          autoComplete="family-name"
          spellCheck={false}
          size="md"
          maxLength={namesMax}
          value={last}
          onChange={(e) => setLast(e.currentTarget.value)}
        />
      </Own>
    </Frame>
  );
}

interface ResetProps {
  readonly step: SharedStep;
  readonly who: Sharer;
  readonly back: () => void;
}

/** Somebody who has forgotten what they come in by, and was given a code by who administers. */
export function ResetSharer({ step, who, back }: ResetProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const lacks = (t: T) => (code.trim() ? null : t("mailbox.reset.missing"));
  return (
    <Frame title={t("mailbox.reset")} lead={t("mailbox.reset.lead", { name: who.name })}>
      <Own about={who.name} lacks={lacks} enter={(own) => chooseAnew(step, who, code.trim(), own)} back={back}>
        <TextInput
          label={t("mailbox.reset.code")}
          description={t("mailbox.reset.code.hint")}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          size="md"
          maxLength={codeMax}
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
          data-autofocus
        />
      </Own>
    </Frame>
  );
}

interface OwnProps {
  /** Words about its person, which make a password no harder. */
  readonly about: string;
  /** What is missing in the fields above, if anything. */
  readonly lacks: (t: T) => string | null;
  readonly enter: (own: OwnWay) => Promise<Parameters<typeof signedIn>[0]>;
  readonly back: () => void;
  /** Whether one accepts the terms of use by it. */
  readonly terms?: boolean;
  readonly children: React.ReactNode;
}

/** What one comes in by from now on: a password of one's own, or a passkey. */
function Own({ about, lacks, enter, back, terms, children }: OwnProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const least = usePasswordMin();
  const { busy, refusal, run, refuse } = useDeed(whyNoSharer);
  const go = async (own: OwnWay) => {
    const lacking = lacks(t);
    if (lacking) return refuse(() => lacking);
    await run(async () => signedIn(await enter(own)));
  };
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (!lacks(t) && password.length < least) return refuse((t) => t("ui.password.short", { count: least }));
    await go({ password });
  };
  return (
    <form className={s.stack} onSubmit={submit} noValidate>
      {children}
      <PasswordField
        least={least}
        label={t("mailbox.own")}
        size="md"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        withAsterisk={false}
      />
      <Strength of={password} about={about} />
      {terms ? <Accepted /> : null}
      <Wrong>{refusal}</Wrong>
      <Button type="submit" size="md" fullWidth loading={busy}>
        {t("identity.signIn.enter")}
      </Button>
      {canPasskeys() ? (
        <Button
          size="md"
          variant="default"
          fullWidth
          disabled={busy}
          leftSection={<IconKey size={18} aria-hidden />}
          onClick={() => void go({ key: true })}
        >
          {t("mailbox.key")}
        </Button>
      ) : null}
      <Button size="md" variant="default" fullWidth onClick={back}>
        {t("mailbox.back")}
      </Button>
    </form>
  );
}
