import { Button, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconLink } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Invitation, invitations, invite, withdraw } from "../../api/parvis";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { dayOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { EmptyState, ErrorState, Waiting } from "../../ui/parts";
import s from "./admin.module.css";

/** The link as it is sent: whole, even when the server gives its path alone. */
const whole = (of: Invitation) => new URL(of.url || `/invite/${encodeURIComponent(of.token)}`, location.origin).href;

function Line({ of, remove }: { of: Invitation; remove: () => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const link = whole(of);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      // Over plain HTTP there is no clipboard: the older way still works, on what is selected.
      if (!document.execCommand("copy")) return;
    }
    setCopied(true);
  };
  return (
    <li className={s.line}>
      <IconLink size={22} stroke={1.7} aria-hidden />
      <div className={s.link}>
        <TextInput
          ref={field}
          aria-label={t("admin.invitations.link")}
          value={link}
          readOnly
          onFocus={(e) => e.currentTarget.select()}
        />
        <p>{t("admin.invitations.until", { date: dayOf(of.expires) })}</p>
      </div>
      <div className={s.acts}>
        <Button
          variant="default"
          size="xs"
          onClick={copy}
          leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
        >
          {copied ? t("admin.invitations.copied") : t("admin.invitations.copy")}
        </Button>
        <Button
          variant="subtle"
          size="xs"
          data-quiet
          onClick={remove}
          aria-label={t("admin.invitations.withdrawOf", { link })}
        >
          {t("admin.invitations.withdraw")}
        </Button>
      </div>
    </li>
  );
}

/** Links by which somebody creates an account. */
export function Invitations() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(invitations);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (asked.state === "waiting") return <Waiting />;
  if (asked.state === "refused") {
    return (
      <ErrorState title={t("admin.failed")} retry={again}>
        {reasonOf(asked.why, t)}
      </ErrorState>
    );
  }
  const all = asked.value.invitations;
  const create = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const made = await invite();
      put({ invitations: [made, ...all] });
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
    }
    setBusy(false);
  };
  const remove = async (one: Invitation) => {
    setRefusal(null);
    try {
      await withdraw(one.token);
      put({ invitations: all.filter((other) => other !== one) });
      say(t("admin.invitations.withdrawn"));
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
    }
  };
  const button = (
    <Button onClick={create} loading={busy}>
      {t("admin.invitations.create")}
    </Button>
  );
  const failed = (
    <p className={s.refusal} role="alert">
      {refusal}
    </p>
  );
  if (all.length === 0) {
    return (
      <>
        <EmptyState title={t("admin.invitations.none")} actions={button}>
          {t("admin.invitations.none.hint")}
        </EmptyState>
        {failed}
      </>
    );
  }
  return (
    <>
      <div className={s.top}>
        <p>{t("admin.invitations.hint")}</p>
        {button}
      </div>
      {failed}
      <ul>
        {all.map((one) => (
          <Line key={one.token} of={one} remove={() => void remove(one)} />
        ))}
      </ul>
    </>
  );
}
