import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Refusal } from "../../api/http";
import { tryMail } from "../../api/mails";
import { createOrganisation, ownOrganisation, putMember, setDomains } from "../../api/organisations";
import { publicAddress } from "../../api/parvis";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { account } from "../../base/account";
import type { T } from "../../i18n";
import { Wrong } from "../../ui/parts";
import { Frame } from "./Frame";
import s from "./identity.module.css";

const stepsMax = 4;
const nameMax = 200;
const labelMax = 30;

interface StepProps {
  /** Goes on, with or without having done it. */
  readonly next: () => void;
}

/** What a new house needs, one question at a time, each of which may wait. */
export default function Steps() {
  const [step, setStep] = useState(0);
  const [organisation, setOrganisation] = useState<string | null>(null);
  const [, go] = useLocation();
  const next = () => setStep(step + 1);
  switch (step) {
    case 0:
      return (
        <OrganisationStep
          made={(id) => {
            setOrganisation(id);
            next();
          }}
          next={() => setStep(2)}
        />
      );
    case 1:
      return <DomainStep organisation={organisation ?? ""} next={next} />;
    case 2:
      return <MailStep next={next} />;
    default:
      return <AddressStep next={() => go("/admin/registration", { replace: true })} />;
  }
}

/** What stands around each step: how far one is, and the way to the next without doing it. */
function Step({ number, title, lead, children }: { number: number; title: string; lead: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Frame title={title} lead={lead}>
      {children}
      <p className={s.after}>{t("identity.steps.of", { number, count: stepsMax })}</p>
    </Frame>
  );
}

function Later({ next }: StepProps) {
  const { t } = useTranslation();
  return (
    <Button variant="default" size="md" fullWidth onClick={next}>
      {t("identity.steps.later")}
    </Button>
  );
}

const isTaken = (failure: unknown) => failure instanceof Refusal && failure.status === 409;
const whyNoOrganisation = (failure: unknown, t: T) =>
  isTaken(failure) ? t("identity.steps.label.taken") : reasonOf(failure, t);
function whyNoDomain(failure: unknown, t: T): string {
  if (failure instanceof Refusal && failure.code === "M_INVALID_PARAM") return t("identity.steps.domains.wrong");
  return isTaken(failure) ? t("identity.steps.domains.taken") : reasonOf(failure, t);
}

function OrganisationStep({ made, next }: StepProps & { made: (id: string) => void }) {
  const { t } = useTranslation();
  const mine = account.use()?.userId ?? "";
  const [name, setName] = useState("");
  const [label, setLabel] = useState("");
  const { busy, refusal, run, refuse } = useDeed(whyNoOrganisation);
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const wish = { name: name.trim(), label: label.trim() };
    if (!wish.name || !wish.label) return refuse((t) => t("identity.steps.organisation.both"));
    await run(async () => {
      const { id } = await createOrganisation(wish);
      // Whoever is of another one already stays there.
      if (!(await ownOrganisation())) await putMember(id, mine, "administrator");
      made(id);
    });
  };
  return (
    <Step number={1} title={t("identity.steps.organisation")} lead={t("identity.steps.organisation.lead")}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <TextInput
          label={t("identity.steps.organisation.name")}
          autoComplete="organization"
          size="md"
          maxLength={nameMax}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <TextInput
          label={t("identity.steps.label")}
          description={t("identity.steps.label.hint")}
          size="md"
          maxLength={labelMax}
          value={label}
          onChange={(e) => setLabel(e.currentTarget.value)}
        />
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.steps.organisation.do")}
        </Button>
        <Later next={next} />
      </form>
    </Step>
  );
}

/** The domains in a text, parted by blanks or commas; an address stands for its domain. */
const domainsIn = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((word) => word.slice(word.lastIndexOf("@") + 1).toLowerCase())
    .filter(Boolean);

function DomainStep({ organisation, next }: StepProps & { organisation: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const { busy, refusal, run, refuse } = useDeed(whyNoDomain);
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const domains = domainsIn(text).map((domain) => ({ domain, below: false }));
    if (domains.length === 0) return refuse((t) => t("identity.steps.domains.missing"));
    await run(async () => {
      await setDomains(organisation, domains);
      next();
    });
  };
  return (
    <Step number={2} title={t("identity.steps.domains")} lead={t("identity.steps.domains.lead")}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <TextInput
          label={t("identity.steps.domains.field")}
          description={t("identity.steps.domains.hint")}
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
        />
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.steps.domains.do")}
        </Button>
        <Later next={next} />
      </form>
    </Step>
  );
}

function MailStep({ next }: StepProps) {
  const { t } = useTranslation();
  const mail = useServer()?.mail === true;
  const [to, setTo] = useState("");
  const [sent, setSent] = useState<string | null>(null);
  const { busy, refusal, run, refuse } = useDeed((failure, t) =>
    failure instanceof Refusal && failure.code === "M_INVALID_PARAM"
      ? t("identity.code.address.wrong")
      : reasonOf(failure, t),
  );
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const address = to.trim();
    if (!address) return refuse((t) => t("identity.code.address.missing"));
    await run(async () => {
      await tryMail(address);
      setSent(address);
    });
  };
  if (!mail) {
    return (
      <Step number={3} title={t("identity.steps.mail")} lead={t("identity.steps.mail.none")}>
        <div className={s.stack}>
          <p className={s.quiet}>{t("identity.steps.mail.how")}</p>
          <Button size="md" fullWidth onClick={next}>
            {t("identity.steps.next")}
          </Button>
        </div>
      </Step>
    );
  }
  return (
    <Step number={3} title={t("identity.steps.mail")} lead={t("identity.steps.mail.lead")}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <TextInput
          label={t("identity.steps.mail.to")}
          type="email"
          autoComplete="email"
          size="md"
          value={to}
          onChange={(e) => setTo(e.currentTarget.value)}
        />
        <Wrong>{refusal}</Wrong>
        <div role="status">{sent ? <p>{t("identity.steps.mail.sent", { address: sent })}</p> : null}</div>
        <Button type="submit" size="md" fullWidth loading={busy} variant={sent ? "default" : "filled"}>
          {t("identity.steps.mail.do")}
        </Button>
        {sent ? (
          <Button size="md" fullWidth onClick={next}>
            {t("identity.steps.next")}
          </Button>
        ) : (
          <Later next={next} />
        )}
      </form>
    </Step>
  );
}

function AddressStep({ next }: StepProps) {
  const { t } = useTranslation();
  const [asked] = useAsked(publicAddress);
  const told = asked.state === "here" ? asked.value : null;
  const same = told === null || told === location.origin;
  return (
    <Step
      number={4}
      title={t("identity.steps.address")}
      lead={t("identity.steps.address.lead", { address: told ?? location.origin })}
    >
      <div className={s.stack}>
        <p className={same ? s.quiet : s.warning}>
          {same ? t("identity.steps.address.same") : t("identity.steps.address.other", { here: location.origin })}
        </p>
        <Button size="md" fullWidth onClick={next}>
          {t("identity.steps.people")}
        </Button>
        <Button component={Link} href="/" size="md" variant="default" fullWidth>
          {t("identity.already.go")}
        </Button>
      </div>
    </Step>
  );
}
