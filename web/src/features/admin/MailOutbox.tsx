import { Button, TextInput } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { type FormEvent, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type MailLine, type Mails, mails, mailsMark, readMail, sendAgain, tryMail } from "../../api/mails";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useEvery } from "../../api/useEvery";
import { dateOf, timeOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Badge, EmptyState, Said, type Tone, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { why } from "./why";

const first = () => mails();
/** How often it is looked again what became of the mails. */
const lookAgainMs = 5000;

/** The latest mails anew, above those that were read further down. */
function anew(shown: Mails, latest: Mails): Mails {
  const least = latest.mails.at(-1)?.number ?? 0;
  const below = latest.next === undefined ? [] : shown.mails.filter(({ number }) => number < least);
  if (below.length === 0) return latest;
  const { next: _, ...said } = latest;
  return { ...said, mails: [...latest.mails, ...below], ...(shown.next ? { next: shown.next } : {}) };
}

/** What this house writes to people: what became of it, and what it says where no mail server delivers it. */
export function MailOutbox() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(first);
  const shown = useRef<Mails | null>(null);
  shown.current = asked.state === "here" ? asked.value : null;
  const look = async () => {
    if (!shown.current || (await mailsMark()) === shown.current?.mark) return;
    const latest = await mails();
    if (shown.current) put(anew(shown.current, latest));
  };
  // What cannot be read for a moment stays as it is, and is read a moment later.
  useEvery(lookAgainMs, () => void look().catch(() => undefined));
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(now) => (
        <>
          <div className={s.top}>
            <p>{now.server ? t("admin.outbox.server") : t("admin.outbox.kept")}</p>
          </div>
          <Wrong>{now.trouble ? t("admin.outbox.trouble", { why: now.trouble }) : null}</Wrong>
          <TryOut again={again} sends={now.server} />
          {now.mails.length === 0 ? (
            <EmptyState title={t("admin.outbox.none")}>{t("admin.outbox.none.hint")}</EmptyState>
          ) : (
            <Lines now={now} put={put} again={again} />
          )}
        </>
      )}
    </Answered>
  );
}

function TryOut({ again, sends }: { again: () => void; sends: boolean }) {
  const { t } = useTranslation();
  const [to, setTo] = useState("");
  const { busy, refusal, run, refuse } = useDeed(why({ invalid: (t) => t("admin.outbox.try.wrong") }));
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!to.includes("@")) return refuse((t) => t("admin.outbox.try.wrong"));
    void run(async () => {
      await tryMail(to.trim());
      setTo("");
      say(sends ? t("admin.outbox.tried") : t("admin.outbox.triedHere"));
      again();
    });
  };
  return (
    <form className={s.inline} onSubmit={submit} noValidate>
      <TextInput
        label={t("admin.outbox.try")}
        type="email"
        value={to}
        error={refusal}
        onChange={(e) => setTo(e.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy}>
        {t("admin.outbox.try.do")}
      </Button>
    </form>
  );
}

interface LinesProps {
  readonly now: Mails;
  readonly put: (next: Mails) => void;
  readonly again: () => void;
}

function Lines({ now, put, again }: LinesProps) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(why());
  const more = () =>
    run(async () => {
      const { next: _, ...said } = now;
      const page = await mails(now.next);
      put({ ...said, mails: [...now.mails, ...page.mails], ...(page.next ? { next: page.next } : {}) });
    });
  return (
    <>
      <ul>
        {now.mails.map((one) => (
          <Line key={one.number} one={one} sends={now.server} again={again} />
        ))}
      </ul>
      <Wrong>{refusal}</Wrong>
      {now.next ? (
        <Button variant="default" loading={busy} onClick={() => void more()}>
          {t("admin.more")}
        </Button>
      ) : null}
    </>
  );
}

const tones: Record<MailLine["state"], Tone | undefined> = {
  waiting: "info",
  sending: "info",
  sent: "accent",
  kept: undefined,
  refused: "danger",
  unsure: "guest",
};

function Line({ one, sends, again }: { one: MailLine; sends: boolean; again: () => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { busy, refusal, run } = useDeed(why({ conflict: (t) => t("admin.outbox.onItsWay") }));
  const words: Record<MailLine["state"], string> = {
    waiting: sends ? t("admin.outbox.waiting") : t("admin.outbox.soon"),
    sending: sends ? t("admin.outbox.sending") : t("admin.outbox.soon"),
    sent: t("admin.outbox.sent"),
    kept: t("admin.outbox.here"),
    refused: t("admin.outbox.refused"),
    unsure: t("admin.outbox.unsure"),
  };
  const resend = () =>
    run(async () => {
      await sendAgain(one.number);
      say(t("admin.outbox.again.done"));
      again();
    });
  const tone = tones[one.state];
  return (
    <li className={open ? `${s.person} ${s.tall}` : s.person}>
      <IconMail size={20} stroke={1.7} aria-hidden />
      <div>
        <b>
          <span className="cut">{one.subject}</span> <Badge {...(tone ? { tone } : {})}>{words[one.state]}</Badge>
        </b>
        <p className={s.address}>
          {t("admin.outbox.to", { to: one.to, when: dateOf(one.created), time: timeOf(one.created) })}
        </p>
        {one.reason ? <Said>{one.reason}</Said> : null}
        {open ? <Letter number={one.number} /> : null}
        <Wrong>{refusal}</Wrong>
      </div>
      <div className={s.acts}>
        {one.state === "kept" ? (
          <Button
            size="xs"
            variant="light"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            aria-label={
              open
                ? t("admin.outbox.foldOf", { subject: one.subject, to: one.to })
                : t("admin.outbox.readOf", { subject: one.subject, to: one.to })
            }
          >
            {open ? t("admin.outbox.fold") : t("admin.outbox.read")}
          </Button>
        ) : null}
        {one.state === "refused" || one.state === "unsure" ? (
          <Button
            size="xs"
            variant="default"
            loading={busy}
            onClick={() => void resend()}
            aria-label={t("admin.outbox.againOf", { subject: one.subject, to: one.to })}
          >
            {t("admin.outbox.again")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Letter({ number }: { number: number }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => readMail(number), [number]));
  return (
    <Answered of={asked} again={again} failed={t("admin.outbox.closed")}>
      {({ text }) => <pre className={s.letter}>{text}</pre>}
    </Answered>
  );
}
