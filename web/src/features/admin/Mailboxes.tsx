import { ActionIcon, Button, Menu, TextInput } from "@mantine/core";
import { IconDots, IconMail } from "@tabler/icons-react";
import { type FormEvent, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { type Mailbox, type MailboxPerson, mailboxes, shareMailbox } from "../../api/mailboxes";
import { admit, type Organisation } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { EmptyState, Face, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { type MailboxDeed, MailboxDialog } from "./MailboxDialogs";
import { OfOrganisation } from "./OfOrganisation";
import { why } from "./why";

const addressMax = 254;

/** Addresses whose mails several people read, each of whom has an account of their own. */
export function Mailboxes() {
  return <OfOrganisation>{(one) => <Of of={one} />}</OfOrganisation>;
}

function Of({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => mailboxes(of.id), [of.id]));
  const [deed, ask] = useState<MailboxDeed | null>(null);
  return (
    <>
      <p>{t("mailbox.lead")}</p>
      <Share of={of} done={again} />
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t("mailbox.none")}>{t("mailbox.none.hint")}</EmptyState>
          ) : (
            all.map((one) => <Box key={one.address} one={one} ask={ask} />)
          )
        }
      </Answered>
      {deed ? (
        <MailboxDialog
          of={of}
          deed={deed}
          close={() => ask(null)}
          done={() => {
            ask(null);
            again();
          }}
        />
      ) : null}
    </>
  );
}

/** What stands against it besides: it is one's own, or of who administers. */
const whyNotShared = why({
  conflict: (t) => t("mailbox.share.conflict"),
  invalid: (t) => t("identity.code.address.wrong"),
});

/** An address that is not admitted yet is, first. */
async function share(of: Organisation, address: string): Promise<void> {
  try {
    await shareMailbox(of.id, address);
  } catch (failure) {
    if (!(failure instanceof Refusal && failure.status === 409)) throw failure;
    const [line] = await admit(of.id, address);
    if (line?.outcome !== "added") throw failure;
    await shareMailbox(of.id, address);
  }
}

function Share({ of, done }: { of: Organisation; done: () => void }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState("");
  const { busy, refusal, run, refuse } = useDeed(whyNotShared);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const wished = address.trim();
    if (!wished) return refuse((t) => t("mailbox.share.missing"));
    void run(async () => {
      await share(of, wished);
      setAddress("");
      say(t("mailbox.shared"));
      done();
    });
  };
  return (
    <form className={s.form} onSubmit={submit} noValidate>
      <TextInput
        label={t("mailbox.share.address")}
        description={t("mailbox.share.hint")}
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={addressMax}
        value={address}
        onChange={(e) => setAddress(e.currentTarget.value)}
      />
      <Wrong>{refusal}</Wrong>
      <div>
        <Button type="submit" loading={busy}>
          {t("mailbox.share")}
        </Button>
      </div>
    </form>
  );
}

interface BoxProps {
  readonly one: Mailbox;
  readonly ask: (deed: MailboxDeed) => void;
}

function Box({ one, ask }: BoxProps) {
  const { t } = useTranslation();
  const { address, people } = one;
  return (
    <section className={s.part}>
      <h2>
        <IconMail size={18} stroke={1.7} aria-hidden /> {address}
      </h2>
      {one.own ? null : <p>{t("mailbox.elsewhere")}</p>}
      {people.length === 0 ? <p>{t("mailbox.nobody")}</p> : null}
      <ul>
        {people.map((who) => (
          <Person key={who.user_id} who={who} ask={() => ask({ what: "reset", who })} />
        ))}
      </ul>
      {one.own ? (
        <div>
          <Button variant="subtle" data-quiet size="xs" onClick={() => ask({ what: "unshare", box: one })}>
            {t("mailbox.unshare")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Person({ who, ask }: { who: MailboxPerson; ask: () => void }) {
  const { t } = useTranslation();
  const until = who.reset_until;
  return (
    <li className={s.person}>
      <Face of={{ id: who.user_id, name: who.display_name, picture: null }} size={32} />
      <div>
        <b>{who.display_name}</b>
        <p>
          {t("mailbox.since", { date: dateOf(who.since) })}
          {until === undefined ? null : ` · ${t("mailbox.reset.waits")}`}
        </p>
      </div>
      <Menu withinPortal position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("admin.people.more", { name: who.display_name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={ask}>{t("mailbox.reset.do")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
