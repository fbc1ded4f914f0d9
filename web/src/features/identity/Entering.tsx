import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import { Refusal } from "../../api/http";
import { type SharedStep, sharedStepOf } from "../../api/mailboxes";
import { enterBy, type Shown, type Wants } from "../../api/openid";
import { reasonOf } from "../../api/reasons";
import type { Entered } from "../../api/signIn";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { signedIn } from "../../base/account";
import type { T } from "../../i18n";
import { Frame } from "../../shell/Frame";
import { PageWaiting } from "../../shell/states";
import { Wrong } from "../../ui/parts";
import { AddressStep, useCode } from "./ByCode";
import { Accepted, CodeStep } from "./CodeStep";
import s from "./identity.module.css";
import { NameAndPassword } from "./NameAndPassword";
import { NameStep } from "./NameStep";
import { SharedMailbox } from "./SharedMailbox";

/** Where a provider's page leads back to: one is in, proves something once, or reads what went wrong. */
export default function Entering() {
  const { t } = useTranslation();
  const search = useSearch();
  const [ticket] = useState(() => location.hash.slice(1));
  const asked = new URLSearchParams(search);
  const problem = asked.get("problem");
  if (problem || !ticket) return <Turned title={t("provider.problem")} why={problemOf(problem, t)} />;
  return <Arrived ticket={ticket} />;
}

function problemOf(problem: string | null, t: T): string {
  switch (problem) {
    case "denied":
      return t("provider.problem.denied");
    case "refused":
      return t("provider.problem.refused");
    case "away":
      return t("provider.problem.away");
    case "wrong":
      return t("provider.problem.wrong");
    default:
      return t("provider.problem.over");
  }
}

/** Nobody came in: why, and the way back to the door. */
function Turned({ title, why }: { title: string; why: string }) {
  const { t } = useTranslation();
  return (
    <Frame title={title} lead={why}>
      <Button component={Link} href="/sign-in" size="md" fullWidth>
        {t("provider.back")}
      </Button>
    </Frame>
  );
}

function whyNot(failure: unknown, t: T): string {
  if (failure instanceof Refusal) {
    if (failure.status === 404) return t("provider.problem.over");
    if (failure.code === "M_USER_LOCKED") return t("identity.code.locked");
    if (failure.code === "ORG_MATRIX_EXPIRED_ACCOUNT") return t("identity.code.expired");
    if (failure.status === 409) return t("provider.problem.taken");
  }
  return reasonOf(failure, t);
}

/** A ticket is shown once, however often its page is drawn. */
const shown = new Map<string, Promise<Entered | Wants>>();
function show(ticket: string): Promise<Entered | Wants> {
  const before = shown.get(ticket);
  if (before) return before;
  const now = enterBy(ticket, null).then((came) => {
    if ("account" in came) signedIn(came.account);
    return came;
  });
  shown.set(ticket, now);
  return now;
}

function Arrived({ ticket }: { ticket: string }) {
  const { t } = useTranslation();
  const [question] = useState(() => () => show(ticket));
  const [asked] = useAsked(question);
  const [entered, setEntered] = useState<Entered | null>(null);
  if (entered?.made) return <NameStep entered={entered} proposed={entered.made.displayname} />;
  if (asked.state === "refused") return <Turned title={t("provider.problem")} why={whyNot(asked.why, t)} />;
  if (asked.state === "waiting" || "account" in asked.value) return <PageWaiting />;
  const wants = asked.value;
  const enter = async (what: Shown): Promise<Entered> => {
    const came = await enterBy(ticket, what);
    if ("wants" in came) throw new Refusal(404, "M_NOT_FOUND", {});
    return came;
  };
  const come = (who: Entered) => (who.made && !who.made.name_locked ? setEntered(who) : signedIn(who.account));
  return wants.wants === "consent" ? (
    <Newcomer wants={wants} enter={enter} />
  ) : (
    <Prove wants={wants} enter={enter} come={come} />
  );
}

interface StepProps {
  readonly wants: Wants;
  readonly enter: (what: Shown) => Promise<Entered>;
}

/** Somebody who has no account here, and whose address is believed: one press makes it. */
function Newcomer({ wants, enter }: StepProps) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(whyNot);
  const press = () => run(async () => signedIn((await enter({ accept_terms: true })).account));
  const { provider, name, address = "" } = wants;
  return (
    <Frame
      title={name ? t("provider.welcome", { name }) : t("provider.welcome.nameless")}
      lead={t("provider.welcome.lead", { provider: provider.label, address })}
    >
      <div className={s.stack}>
        <Accepted />
        <Wrong>{refusal}</Wrong>
        <Button size="md" fullWidth loading={busy} onClick={() => void press()}>
          {t("identity.signIn.signUp")}
        </Button>
        <Button component={Link} href="/sign-in" size="md" variant="default" fullWidth>
          {t("provider.back")}
        </Button>
      </div>
    </Frame>
  );
}

/** Somebody who shows once whose account, or whose address, it is: by a mailed code or a password. */
function Prove({ wants, enter, come }: StepProps & { come: (who: Entered) => void }) {
  const { t } = useTranslation();
  const code = useCode();
  const [shared, setShared] = useState<SharedStep | null>(null);
  const [address, setAddress] = useState(wants.address ?? code.address);
  const [byPassword, setByPassword] = useState(false);
  const lead = t("provider.prove.lead", { provider: wants.provider.label });
  if (shared) return <SharedMailbox address={address} step={shared} again={() => setShared(null)} />;
  if (byPassword) return <Password lead={lead} enter={enter} otherwise={() => setByPassword(false)} />;
  const ask = async (to: string) => {
    await code.ask(to);
    code.setAddress(to);
  };
  // A code that was asked for another address, on another page, is none for this one.
  if (!code.at || code.address !== address) {
    return (
      <AddressStep
        title={t("provider.prove")}
        lead={lead}
        address={address}
        setAddress={setAddress}
        ask={ask}
        otherwise={() => setByPassword(true)}
      />
    );
  }
  const tell = async (digits: string) => {
    try {
      const who = await enter({ email: address, secret: code.secret, code: digits });
      code.forget();
      come(who);
    } catch (failure) {
      const step = sharedStepOf(failure, code.secret);
      if (!step) throw failure;
      code.forget();
      setShared(step);
    }
  };
  return (
    <CodeStep
      address={address}
      at={code.at}
      act={t("identity.signIn.enter")}
      tell={tell}
      again={() => ask(address)}
      other={code.forget}
    />
  );
}

interface PasswordProps {
  readonly lead: string;
  readonly enter: (what: Shown) => Promise<Entered>;
  readonly otherwise: () => void;
}

function Password({ lead, enter, otherwise }: PasswordProps) {
  const { t } = useTranslation();
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const { busy, refusal, run, refuse } = useDeed(whyNot);
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (!user.trim() || !password) return refuse((t) => t("identity.signIn.both"));
    await run(async () => signedIn((await enter({ user: user.trim(), password })).account));
  };
  return (
    <Frame title={t("provider.prove")} lead={lead}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <NameAndPassword name={user} setName={setUser} password={password} setPassword={setPassword} />
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.signIn.enter")}
        </Button>
        <Button size="md" variant="default" fullWidth onClick={otherwise}>
          {t("identity.code.way.kept")}
        </Button>
      </form>
    </Frame>
  );
}
