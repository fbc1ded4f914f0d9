import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Mailbox, type MailboxPerson, type ResetCode, resetCode, unshareMailbox } from "../../api/mailboxes";
import type { Organisation } from "../../api/organisations";
import { useDeed } from "../../api/useDeed";
import { timeOf } from "../../i18n/dates";
import { useFactorProof } from "../../shell/Proof";
import { Dialog } from "../../ui/Dialog";
import s from "./admin.module.css";
import { useAnswer } from "./useAnswer";
import { why, whyProven } from "./why";

/** What is asked about before it is done. */
export type MailboxDeed =
  | { readonly what: "unshare"; readonly box: Mailbox }
  | { readonly what: "reset"; readonly who: MailboxPerson };

interface DialogProps {
  readonly of: Organisation;
  readonly deed: MailboxDeed;
  readonly close: () => void;
  readonly done: () => void;
}

export function MailboxDialog({ deed, ...rest }: DialogProps) {
  return deed.what === "reset" ? <Reset who={deed.who} {...rest} /> : <Unshare box={deed.box} {...rest} />;
}

interface UnshareProps extends Omit<DialogProps, "deed"> {
  readonly box: Mailbox;
}

/** Gives the address to the one who comes in by it, or to nobody. */
function Unshare({ of, box, close, done }: UnshareProps) {
  const { t } = useTranslation();
  const proof = useFactorProof();
  const unshare = async () => {
    await unshareMailbox(await proof.stage(), of.id, box.address);
    return t("mailbox.unshared");
  };
  const whyNot = whyProven(why({ conflict: (t) => t("mailbox.unshare.several") }));
  const { busy, refusal, submit } = useAnswer(unshare, done, whyNot);
  const several = box.people.length > 1;
  const [last] = box.people;
  return (
    <Dialog
      title={t("mailbox.unshare.title", { address: box.address })}
      close={close}
      act={t("mailbox.unshare.do")}
      submit={submit}
      danger
      busy={busy}
      disabled={several || !proof.ready}
      wrong={refusal}
    >
      <p>
        {several
          ? t("mailbox.unshare.several")
          : last
            ? t("mailbox.unshare.one", { name: last.display_name })
            : t("mailbox.unshare.nobody")}
      </p>
      {several ? null : proof.field}
    </Dialog>
  );
}

interface ResetProps extends Omit<DialogProps, "deed"> {
  readonly who: MailboxPerson;
}

/** A code for who has forgotten what they come in by, which is handed over in person. */
function Reset({ of, who, close, done }: ResetProps) {
  const { t } = useTranslation();
  const [made, setMade] = useState<ResetCode | null>(null);
  const proof = useFactorProof();
  const { busy, refusal, run } = useDeed(whyProven(why()));
  const submit = () => void run(async () => setMade(await resetCode(await proof.stage(), of.id, who.user_id)));
  const name = who.display_name;
  if (made) {
    return (
      <Dialog title={t("mailbox.reset.made", { name })} close={done} act={t("ui.close")} submit={done} only>
        <p className={s.reset}>{made.code}</p>
        <p>{t("mailbox.reset.made.body", { name, time: timeOf(made.expires) })}</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t("mailbox.reset.title", { name })}
      close={close}
      act={t("mailbox.reset.make")}
      submit={submit}
      busy={busy}
      disabled={!proof.ready}
      wrong={refusal}
    >
      <p>{t("mailbox.reset.body", { name })}</p>
      {proof.field}
    </Dialog>
  );
}
