import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { enterAsSharer, type SharedStep, type Sharer } from "../../api/mailboxes";
import { useDeed } from "../../api/useDeed";
import { signedIn } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { PasswordField } from "../../ui/PasswordField";
import { Face, Wrong } from "../../ui/parts";
import { ByPasskey } from "./ByPasskey";
import s from "./identity.module.css";
import { NewSharer, ResetSharer } from "./OwnWay";
import { whyNoSharer } from "./whyNoSharer";

/** Whom one is among those who read a mailbox: one of them, somebody new, or one who has forgotten. */
type Chosen = { readonly as: "known" | "reset"; readonly who: Sharer } | { readonly as: "new" };

interface SharedProps {
  readonly address: string;
  readonly step: SharedStep;
  /** Begins anew with another code. */
  readonly again: () => void;
}

/** Several people read an address: whoever has shown its code says who they are, and proves it by something of their own. */
export function SharedMailbox({ address, step, again }: SharedProps) {
  const [chosen, choose] = useState<Chosen | null>(step.people.length === 0 && step.mayJoin ? { as: "new" } : null);
  const back = step.people.length === 0 ? again : () => choose(null);
  if (chosen?.as === "new") return <NewSharer step={step} address={address} back={back} />;
  if (chosen?.as === "reset") return <ResetSharer step={step} who={chosen.who} back={back} />;
  if (chosen) {
    const { who } = chosen;
    return <Known step={step} who={who} back={back} forgot={() => choose({ as: "reset", who })} />;
  }
  return <Who address={address} step={step} choose={choose} again={again} />;
}

function Who({ address, step, choose, again }: SharedProps & { choose: (one: Chosen) => void }) {
  const { t } = useTranslation();
  return (
    <Frame title={t("mailbox.who")} lead={t("mailbox.who.lead", { address })}>
      <ul className={s.people}>
        {step.people.map((who) => (
          <li key={who.person}>
            <button type="button" className={s.person} onClick={() => choose({ as: "known", who })}>
              <Face of={{ id: who.person, name: who.name, picture: null }} size={36} />
              <b>{who.name}</b>
            </button>
          </li>
        ))}
      </ul>
      <div className={s.stack}>
        {step.mayJoin ? (
          <Button size="md" variant="default" fullWidth onClick={() => choose({ as: "new" })}>
            {t("mailbox.other")}
          </Button>
        ) : (
          <p className={s.quiet}>{t("mailbox.full")}</p>
        )}
        <p className={s.quiet}>
          <button type="button" className="link" onClick={again}>
            {t("mailbox.back")}
          </button>
        </p>
      </div>
    </Frame>
  );
}

interface KnownProps {
  readonly step: SharedStep;
  readonly who: Sharer;
  readonly back: () => void;
  readonly forgot: () => void;
}

function Known({ step, who, back, forgot }: KnownProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const { busy, refusal, run, refuse } = useDeed(whyNoSharer);
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (!password) return refuse((t) => t("mailbox.password.missing"));
    await run(async () => signedIn(await enterAsSharer(step, who, password)));
  };
  return (
    <Frame title={t("mailbox.hello", { name: who.name })} lead={t("mailbox.hello.lead")}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <PasswordField
          size="md"
          data-autofocus
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <button type="button" className="link" onClick={forgot}>
          {t("mailbox.forgot")}
        </button>
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.signIn.enter")}
        </Button>
        <ByPasskey />
        <Button size="md" variant="default" fullWidth onClick={back}>
          {t("mailbox.back")}
        </Button>
      </form>
    </Frame>
  );
}
