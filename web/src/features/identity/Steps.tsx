import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { tryMail } from "../../api/mails";
import { createOrganisation, setDomains } from "../../api/organisations";
import { publicAddress } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { me } from "../../base/account";
import type { T } from "../../i18n";
import { loadMe } from "../../shell/loadMe";
import { FactorDue } from "../../shell/states";
import { isOnlyHere } from "../../ui/onlyHere";
import { Wrong } from "../../ui/parts";
import { FirstSpace } from "./FirstSpace";
import s from "./identity.module.css";
import { Step } from "./Step";
import { whyNotHere } from "./whyNotHere";

/** Without an organisation nothing is asked of its domains. */
const stepsOf = (organisation: string | null) => (organisation === null ? 3 : 4);
const nameMax = 200;
const labelMax = 30;

interface StepProps {
  /** How many steps there are. */
  readonly of: number;
  /** Goes on, with or without having done it. */
  readonly next: () => void;
}

/** What a new house needs, one question at a time, each of which may wait; last, a first place for people to meet. */
export default function Steps() {
  const [step, setStep] = useState(0);
  const [organisation, setOrganisation] = useState<string | null>(null);
  const due = me.use()?.factorDue === true;
  // Whoever is not alone any more administers with a second factor.
  useEffect(() => {
    if (step >= 0) void loadMe();
  }, [step]);
  const next = () => setStep(step + 1);
  const of = step === 0 ? 4 : stepsOf(organisation);
  if (due) return <FactorDue />;
  switch (step) {
    case 0:
      return (
        <OrganisationStep
          of={of}
          made={(id) => {
            setOrganisation(id);
            next();
          }}
          next={() => setStep(2)}
        />
      );
    case 1:
      return <DomainStep organisation={organisation ?? ""} of={of} next={next} />;
    case 2:
      return <ReachStep of={of} next={next} />;
    default:
      return <FirstSpace number={of} of={of} />;
  }
}

function Later({ next }: Pick<StepProps, "next">) {
  const { t } = useTranslation();
  return (
    <Button variant="default" size="md" fullWidth onClick={next}>
      {t("identity.steps.later")}
    </Button>
  );
}

const isTaken = (failure: unknown) => failure instanceof Refusal && failure.status === 409;
const whyNoOrganisation = (failure: unknown, t: T) =>
  isTaken(failure) ? t("identity.steps.label.taken") : whyNotHere(failure, t);
function whyNoDomain(failure: unknown, t: T): string {
  if (!(failure instanceof Refusal)) return whyNotHere(failure, t);
  // The server says first which one it speaks of.
  const which = failure.message.split(" ")[0] ?? "";
  if (failure.code === "M_INVALID_PARAM") return t("identity.steps.domains.wrong", { which });
  return isTaken(failure) ? t("identity.steps.domains.taken", { which }) : whyNotHere(failure, t);
}

function OrganisationStep({ of, made, next }: StepProps & { made: (id: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [label, setLabel] = useState("");
  const { busy, refusal, run, refuse } = useDeed(whyNoOrganisation);
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const wish = { name: name.trim(), label: label.trim() };
    if (!wish.name || !wish.label) return refuse((t) => t("identity.steps.organisation.both"));
    await run(async () => {
      // Whoever is of another one already stays there.
      const { id } = await createOrganisation({ ...wish, join: true });
      made(id);
    });
  };
  return (
    <Step number={1} of={of} title={t("identity.steps.organisation")} lead={t("identity.steps.organisation.lead")}>
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

function DomainStep({ organisation, of, next }: StepProps & { organisation: string }) {
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
    <Step number={2} of={of} title={t("identity.steps.domains")} lead={t("identity.steps.domains.lead")}>
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

/** How mails and links reach people: what is set stands here, and a message may try it. */
function ReachStep({ of, next }: StepProps) {
  const { t } = useTranslation();
  const mail = useServer()?.mail === true;
  const [asked] = useAsked(publicAddress);
  const told = asked.state === "here" ? asked.value : location.origin;
  return (
    <Step
      number={of - 1}
      of={of}
      title={t("identity.steps.reach")}
      lead={t("identity.steps.address.lead", { address: told })}
    >
      <div className={s.stack}>
        <p className={told === location.origin && !isOnlyHere(told) ? s.quiet : s.warning}>
          {isOnlyHere(told)
            ? t("identity.steps.address.here")
            : told === location.origin
              ? t("identity.steps.address.same")
              : t("identity.steps.address.other", { here: location.origin })}
        </p>
        {mail ? (
          <TryMail />
        ) : (
          <p className={s.quiet}>
            {t("identity.steps.mail.none")} {t("identity.steps.mail.how")}
          </p>
        )}
        <Button size="md" fullWidth onClick={next} variant={mail ? "default" : "filled"}>
          {t("identity.steps.next")}
        </Button>
      </div>
    </Step>
  );
}

function TryMail() {
  const { t } = useTranslation();
  const [to, setTo] = useState("");
  const [sent, setSent] = useState<string | null>(null);
  const { busy, refusal, run, refuse } = useDeed((failure, t) =>
    failure instanceof Refusal && failure.code === "M_INVALID_PARAM"
      ? t("identity.code.address.wrong")
      : whyNotHere(failure, t),
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
  return (
    <form className={s.stack} onSubmit={submit} noValidate>
      <p>{t("identity.steps.mail.lead")}</p>
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
      <Button type="submit" size="md" fullWidth loading={busy}>
        {t("identity.steps.mail.do")}
      </Button>
    </form>
  );
}
