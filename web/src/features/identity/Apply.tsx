import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { apply, askToApply } from "../../api/pilots";
import { freshSecret } from "../../api/secret";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { useKept } from "../../base/kept";
import { isSiret } from "../../base/siret";
import type { T } from "../../i18n";
import { Frame } from "../../shell/Frame";
import { Wrong } from "../../ui/parts";
import { CodeStep } from "./CodeStep";
import { whyNoCode } from "./codes";
import s from "./identity.module.css";

const nameMax = 100;
const addressMax = 254;
const needMax = 2000;
const headcountMax = 3_000_000;

/** What is typed, kept in this browser until it is sent. */
function useForm() {
  const [applicant, setApplicant] = useKept("apply.applicant");
  const [email, setEmail] = useKept("apply.email");
  const [organisation, setOrganisation] = useKept("apply.organisation");
  const [siret, setSiret] = useKept("apply.siret");
  const [headcount, setHeadcount] = useKept("apply.headcount");
  const [need, setNeed] = useKept("apply.need");
  return {
    typed: { applicant, email, organisation, siret, headcount, need },
    set: {
      applicant: setApplicant,
      email: setEmail,
      organisation: setOrganisation,
      siret: setSiret,
      headcount: setHeadcount,
      need: setNeed,
    },
  };
}

type Form = ReturnType<typeof useForm>;
type Typed = Form["typed"];
type Faults = Partial<Record<keyof Typed, string>>;

/** What is wrong, at its field. */
function faultsOf(typed: Typed, t: T): Faults {
  const people = Number(typed.headcount);
  return {
    ...(typed.applicant.trim() ? {} : { applicant: t("apply.applicant.missing") }),
    ...(/^[^\s@]+@[^\s@]+$/.test(typed.email.trim()) ? {} : { email: t("identity.code.address.wrong") }),
    ...(typed.organisation.trim() ? {} : { organisation: t("apply.organisation.missing") }),
    ...(!typed.siret.trim() || isSiret(typed.siret) ? {} : { siret: t("apply.siret.wrong") }),
    ...(Number.isInteger(people) && people >= 1 && people <= headcountMax
      ? {}
      : { headcount: t("apply.headcount.wrong") }),
    ...(typed.need.trim() ? {} : { need: t("apply.need.missing") }),
  };
}

/** An organisation asks to be in the house: who asks, for whom and what for; a mailed code shows whose the address is. */
export default function Apply() {
  const { t } = useTranslation();
  const form = useForm();
  const [secret, setSecret] = useState("");
  const [at, setAt] = useState(0);
  const [done, setDone] = useState(false);
  const { typed } = form;
  const email = typed.email.trim();
  const send = async () => {
    const mine = secret || freshSecret();
    await askToApply(email, mine);
    setSecret(mine);
    setAt(Date.now());
  };
  if (done) return <Done address={email} />;
  if (!at) return <FormStep form={form} send={send} />;
  const tell = async (code: string) => {
    await apply(email, secret, code, {
      applicant: typed.applicant.trim(),
      organisation: typed.organisation.trim(),
      ...(typed.siret.trim() ? { siret: typed.siret.trim() } : {}),
      headcount: Number(typed.headcount),
      need: typed.need.trim(),
    });
    setDone(true);
    for (const name of ["applicant", "organisation", "siret", "headcount", "need"] as const) form.set[name]("");
  };
  return <CodeStep address={email} at={at} tell={tell} act={t("apply.send")} again={send} other={() => setAt(0)} />;
}

/** What becomes of it, and who tells: by mail, or where there is no mail server whoever runs the house. */
function Done({ address }: { address: string }) {
  const { t } = useTranslation();
  const mails = useServer()?.mail !== false;
  if (mails) return <Frame title={t("apply.done")} lead={t("apply.done.lead", { address })} />;
  return (
    <Frame title={t("apply.done")} lead={t("apply.done.kept")}>
      <Whom done />
    </Frame>
  );
}

/** Whom to call in a house that sends no mail. */
function Whom({ done = false }: { done?: boolean }) {
  const { t } = useTranslation();
  const server = useServer();
  const { support_mail: mail, support_page: page } = server ?? {};
  return (
    <p className={s.warning} role="note">
      {done
        ? t("apply.kept.after", { name: server?.name ?? "Parvis" })
        : t("apply.kept.call", { name: server?.name ?? "Parvis" })}{" "}
      {mail ? (
        <a className="link" href={`mailto:${mail}`}>
          {mail}
        </a>
      ) : null}{" "}
      {page ? (
        <a className="link" href={page} rel="noopener noreferrer">
          {t("apply.kept.page")}
        </a>
      ) : null}
    </p>
  );
}

function FormStep({ form, send }: { form: Form; send: () => Promise<void> }) {
  const { t } = useTranslation();
  const kept = useServer()?.mail === false;
  const [tried, setTried] = useState(false);
  const { busy, refusal, run } = useDeed(whyNoCode);
  const faults: Faults = tried ? faultsOf(form.typed, t) : {};
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (Object.keys(faultsOf(form.typed, t)).length === 0) await run(send);
  };
  const field = (name: keyof Typed) => ({
    value: form.typed[name],
    error: faults[name],
    onChange: (e: { currentTarget: { value: string } }) => form.set[name](e.currentTarget.value),
  });
  return (
    <Frame title={t("apply.title")} lead={kept ? t("apply.lead.kept") : t("apply.lead")}>
      {kept ? <Whom /> : null}
      <form className={s.stack} onSubmit={submit} noValidate>
        <TextInput
          label={t("apply.applicant")}
          description={t("apply.applicant.hint")}
          autoComplete="name"
          maxLength={nameMax}
          {...field("applicant")}
        />
        <TextInput
          label={t("identity.code.address")}
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={addressMax}
          {...field("email")}
        />
        <TextInput
          label={t("apply.organisation")}
          autoComplete="organization"
          maxLength={nameMax}
          {...field("organisation")}
        />
        <TextInput label={t("apply.siret")} inputMode="numeric" maxLength={20} {...field("siret")} />
        <TextInput label={t("apply.headcount")} inputMode="numeric" maxLength={7} {...field("headcount")} />
        <Textarea
          label={t("apply.need")}
          description={t("apply.need.hint")}
          autosize
          minRows={3}
          maxLength={needMax}
          {...field("need")}
        />
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {kept ? t("apply.next.kept") : t("apply.next")}
        </Button>
      </form>
    </Frame>
  );
}
