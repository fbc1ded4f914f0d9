import { Button } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Asking, Owner } from "../../api/parvis";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { account, me } from "../../base/account";
import { plain } from "../../base/names";
import { Frame } from "../../shell/Frame";
import frame from "../../shell/frame.module.css";
import { askToLeave } from "../../shell/Leave";
import { Wrong } from "../../ui/parts";
import s from "./identity.module.css";
import { NameAndPassword } from "./NameAndPassword";
import { Newcomers } from "./Newcomers";
import { ProviderButtons } from "./ProviderButtons";

/** This page, to come back to. */
export const here = () => location.pathname + location.search;

interface ConsentProps {
  readonly asking: Asking;
  /** Said before what the application may do. */
  readonly before?: ReactNode;
  readonly letIn: (owner: Owner | null) => Promise<void>;
  /** How one says no. */
  readonly no: ReactNode;
}

/** An application of others asks to be let in: who it is, what it may do then, and yes or no. */
export function Consent({ asking, before, letIn, no }: ConsentProps) {
  const { t } = useTranslation();
  const mine = account.use();
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const { busy, refusal, run, refuse } = useDeed();
  const { application } = asking;
  const server = useServer();

  const yes = async (e: FormEvent) => {
    e.preventDefault();
    if (!mine && (!user.trim() || !password)) return refuse((t) => t("identity.signIn.both"));
    await run(() => letIn(mine ? null : { user: user.trim(), password }));
  };

  return (
    <Frame
      title={t("identity.consent.title", { name: plain(application.name) })}
      lead={
        application.host ? t("identity.consent.lead", { host: application.host }) : t("identity.consent.lead.program")
      }
    >
      {before}
      <ul className={s.terms}>
        <li>{t("identity.consent.reads")}</li>
        <li>{t("identity.consent.changes")}</li>
        <li>{t("identity.consent.ends")}</li>
      </ul>
      <form className={s.stack} onSubmit={yes} noValidate>
        {mine ? (
          <Mine />
        ) : (
          <NameAndPassword name={user} setName={setUser} password={password} setPassword={setPassword} />
        )}
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.consent.yes")}
        </Button>
        {no}
        {mine ? null : <ProviderButtons next={here()} />}
        {mine ? null : <Newcomers mode={server?.registration} search={`next=${encodeURIComponent(here())}`} />}
        <Said of={asking} />
      </form>
    </Frame>
  );
}

/** Whose account it is, and the way to another. */
function Mine() {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  return (
    <p className={s.quiet}>
      {t("identity.consent.as", { name: plain(who?.name ?? mine?.userId ?? "") })}{" "}
      <button type="button" className="link" onClick={askToLeave}>
        {t("identity.consent.other")}
      </button>
    </p>
  );
}

/** What the application says of itself elsewhere. */
function Said({ of: { application } }: { of: Asking }) {
  const { t } = useTranslation();
  const pages = [
    [application.uri, t("identity.consent.about")],
    [application.policy_uri, t("identity.consent.policy")],
    [application.tos_uri, t("identity.consent.terms")],
  ].filter(([href]) => href);
  return (
    <p className={frame.foot}>
      {pages.map(([href, name]) => (
        <a key={name} href={href} target="_blank" rel="noreferrer">
          {name}
        </a>
      ))}
    </p>
  );
}
