import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { type SharedStep, sharedStepOf } from "../../api/mailboxes";
import { browserSecret } from "../../api/secret";
import { askCode, type Entered, enterByCode } from "../../api/signIn";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { farewell, signedIn } from "../../base/account";
import { useKept } from "../../base/kept";
import { Frame } from "../../shell/Frame";
import { nextFrom } from "../../shell/next";
import { Wrong } from "../../ui/parts";
import { Applying } from "./Applying";
import { ByPasskey } from "./ByPasskey";
import { CodeStep } from "./CodeStep";
import { whyNoCode } from "./codes";
import s from "./identity.module.css";
import { NameStep } from "./NameStep";
import { Newcomers } from "./Newcomers";
import { ProviderButtons } from "./ProviderButtons";
import { SharedMailbox } from "./SharedMailbox";

const addressMax = 254;

/** What was asked for in this browser; kept, for who reads their mails in the same one. */
export function useCode(word?: string) {
  const [address, setAddress] = useKept("signIn.address");
  const [secret, setSecret] = useKept("signIn.secret");
  const [at, setAt] = useKept("signIn.at");
  const ask = async (to: string) => {
    const mine = browserSecret();
    await askCode(to, mine, word);
    setSecret(mine);
    setAt(String(Date.now()));
  };
  const forget = () => {
    setSecret("");
    setAt("");
  };
  return { address, setAddress, secret, at: Number(at), ask, forget };
}

interface ByCodeProps {
  /** The way by password, with what was typed. */
  readonly otherwise: (who: string) => void;
}

/** Coming in by an address: a code is mailed to it, and typed here. Who comes for the first time says their name. */
export function ByCode({ otherwise }: ByCodeProps) {
  const { t } = useTranslation();
  const server = useServer();
  const search = useSearch();
  const gone = farewell.use();
  // Where mails reach people, an admitted address is enough.
  const mode = server?.mail && server.registration === "closed" ? undefined : server?.registration;
  return (
    <WithCode
      title={t("identity.code.title")}
      lead={gone ? t("identity.signIn.farewell") : t("identity.code.lead")}
      otherwise={otherwise}
      names
    >
      <ProviderButtons next={nextFrom(search) ?? "/"} />
      {server?.setup && server.registration === "closed" ? null : <ByPasskey />}
      <Newcomers mode={mode} setup={server?.setup} search={search} />
      <p className={s.quiet}>
        {t("identity.code.nameless")}{" "}
        <button type="button" className="link" onClick={() => otherwise("")}>
          {t("identity.code.name.way")}
        </button>
      </p>
      {server?.setup ? null : <Applying />}
    </WithCode>
  );
}

interface WithCodeProps {
  readonly title: string;
  readonly lead: string;
  readonly otherwise: (who: string) => void;
  /** A name of an account is taken for what it is, and leads to the password. */
  readonly names?: boolean;
  /** An invitation, or an entry code, which lets one make an account by any address. */
  readonly word?: string;
  /** Goes where one wanted to. */
  readonly arrived?: () => void;
  readonly children?: ReactNode;
}

/** An address, the code that is mailed to it, and who one is. */
export function WithCode({ title, lead, otherwise, names, word, arrived = () => {}, children }: WithCodeProps) {
  const { t } = useTranslation();
  const asked = useCode(word);
  const [entered, setEntered] = useState<Entered | null>(null);
  const [shared, setShared] = useState<SharedStep | null>(null);
  const { address, secret, at } = asked;
  if (shared) return <SharedMailbox address={address} step={shared} again={() => setShared(null)} />;
  if (entered?.made) return <NameStep entered={entered} proposed={entered.made.displayname} arrived={arrived} />;
  if (!at) {
    return (
      <AddressStep
        title={title}
        lead={lead}
        address={address}
        setAddress={asked.setAddress}
        ask={asked.ask}
        otherwise={otherwise}
        names={names}
        offers={word === undefined}
      >
        {children}
      </AddressStep>
    );
  }
  const enter = (who: Entered) => {
    asked.forget();
    asked.setAddress("");
    if (who.made && !who.made.name_locked) return setEntered(who);
    signedIn(who.account);
    arrived();
  };
  const tell = async (code: string) => {
    try {
      enter(await enterByCode(address, secret, code, word ? { word } : {}));
    } catch (failure) {
      const step = sharedStepOf(failure, secret);
      if (!step) throw failure;
      asked.forget();
      setShared(step);
    }
  };
  return (
    <CodeStep
      address={address}
      at={at}
      tell={tell}
      act={t("identity.signIn.enter")}
      again={() => asked.ask(address)}
      other={asked.forget}
    />
  );
}

interface AddressStepProps {
  readonly title: string;
  readonly lead: string;
  /** What else stands between the form and the password. */
  readonly children?: ReactNode;
  readonly address: string;
  readonly setAddress: (address: string) => void;
  readonly ask: (to: string) => Promise<void>;
  readonly otherwise: (who: string) => void;
  readonly names?: boolean | undefined;
  /** A passkey lets in here, too. */
  readonly offers?: boolean;
}

/** The address to which a code is to go, or the way by password. */
export function AddressStep(props: AddressStepProps) {
  const { title, lead, children, address, setAddress, ask, otherwise, names, offers } = props;
  const { t } = useTranslation();
  const server = useServer();
  const { busy, refusal, run, refuse } = useDeed(whyNoCode);
  const typed = address.trim();
  const byCode = () => {
    if (!typed) return refuse((t) => t("identity.code.address.missing"));
    setAddress(typed);
    return run(() => ask(typed));
  };
  const byPassword = () => {
    setAddress(typed);
    otherwise(typed);
  };
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!typed) return refuse((t) => t("identity.code.address.missing"));
    if (names && !typed.includes("@")) return byPassword();
    void byCode();
  };
  // Without a mail server the code waits in the outbox, for who administers the house to pass it on.
  const kept = server?.mail === false;
  return (
    <Frame title={title} lead={lead}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <TextInput
          label={t("identity.code.address")}
          type="email"
          autoComplete={offers ? "username webauthn" : "email"}
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
          {kept ? t("identity.code.way.kept") : t("identity.code.send")}
        </Button>
        {kept ? <p className={s.quiet}>{t("identity.code.way.keptHint")}</p> : null}
        <div className={s.or}>{t("identity.or")}</div>
        <Button size="md" variant="default" fullWidth onClick={byPassword}>
          {t("identity.code.password")}
        </Button>
        {children}
      </form>
    </Frame>
  );
}
