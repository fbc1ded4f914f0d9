import { Button, Checkbox, Progress } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { cancelImport, type Import, importNow, importReport, removeImport, startImport } from "../../api/imports";
import { saveTable } from "../../api/spaces";
import { useDeed } from "../../api/useDeed";
import { dateOf, timeOf } from "../../i18n/dates";
import { Badge, type Tone, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { ImportFaults } from "./ImportFaults";
import { ImportNewcomers } from "./ImportNewcomers";
import { why } from "./why";

const lookMs = 1000;
const tones: Record<Import["state"], Tone> = { ready: "info", running: "accent", cancelled: "guest", done: "plain" };

/** Asks again every second while people are made or written to. */
function useNow(first: Import): [Import, (next: Import) => void] {
  const [now, set] = useState(first);
  const moves = now.state === "running" || now.mails_left > 0;
  useEffect(() => {
    if (!moves) return;
    const look = setInterval(() => void importNow(now.id).then(set, () => {}), lookMs);
    return () => clearInterval(look);
  }, [moves, now.id]);
  return [now, set];
}

interface CardProps {
  readonly first: Import;
  /** Whether its faults are shown at once. */
  readonly open: boolean;
  readonly gone: () => void;
}

/** A file that was read: what it makes, how far that has come, and what may be done with it. */
export function ImportCard({ first, open, gone }: CardProps) {
  const { t } = useTranslation();
  const [now, set] = useNow(first);
  const { busy, refusal, run } = useDeed(why());
  const states: Record<Import["state"], string> = {
    ready: t("imports.ready"),
    running: t("imports.running"),
    cancelled: t("imports.cancelled"),
    done: t("imports.done"),
  };
  const { known, elsewhere, doubled, shared, invalid } = now.counts;
  const remove = () =>
    run(async () => {
      await removeImport(now.id);
      gone();
    });
  return (
    <section className={s.part}>
      <h2>
        {t("imports.of", { date: dateOf(now.created), time: timeOf(now.created) })}{" "}
        <Badge tone={tones[now.state]}>{states[now.state]}</Badge>
      </h2>
      <p aria-live="polite">
        {now.state === "ready"
          ? t("imports.would", { count: now.total })
          : t("imports.made", { count: now.counts.made })}{" "}
        {t("imports.counts", { known, elsewhere, doubled, invalid })}
      </p>
      {now.state === "running" ? (
        <Progress
          value={now.total === 0 ? 100 : (100 * now.done) / now.total}
          aria-label={t("imports.progress", { done: now.done, total: now.total })}
        />
      ) : null}
      {now.mails_left > 0 ? <p>{t("imports.mailsLeft", { count: now.mails_left })}</p> : null}
      {now.stopped ? <Stopped why={now.stopped} left={now.counts.new} /> : null}
      <Wrong>{refusal}</Wrong>
      {now.state === "ready" || now.state === "cancelled" ? (
        <Start
          left={now.counts.new}
          busy={busy}
          start={(invite) => run(async () => set(await startImport(now.id, invite)))}
        />
      ) : null}
      <div className={s.deeds}>
        {now.state === "running" || now.mails_left > 0 ? (
          <Button
            variant="default"
            loading={busy}
            onClick={() => void run(async () => set(await cancelImport(now.id)))}
          >
            {t("imports.stop")}
          </Button>
        ) : null}
        <Button variant="default" onClick={() => void run(() => saveTable(importReport(now.id), "import.csv"))}>
          {t("imports.report")}
        </Button>
        {now.state === "running" ? null : (
          <Button variant="subtle" loading={busy} onClick={() => void remove()}>
            {t("imports.remove")}
          </Button>
        )}
      </div>
      {open && now.state === "ready" && now.counts.new > 0 ? <ImportNewcomers of={now} /> : null}
      {open && invalid + elsewhere + doubled + shared > 0 ? <ImportFaults of={now.id} /> : null}
    </section>
  );
}

/** Why it does not go on, and what to do. */
function Stopped({ why, left }: { why: NonNullable<Import["stopped"]>; left: number }) {
  const { t } = useTranslation();
  return (
    <p role="note">{why === "full" ? t("imports.full", { count: left }) : t("imports.undecided", { count: left })}</p>
  );
}

interface StartProps {
  readonly left: number;
  readonly busy: boolean;
  readonly start: (invite: boolean) => void;
}

function Start({ left, busy, start }: StartProps) {
  const { t } = useTranslation();
  const [invite, setInvite] = useState(false);
  if (left === 0) return null;
  return (
    <>
      <Checkbox
        label={t("imports.invite")}
        description={t("imports.invite.hint")}
        checked={invite}
        onChange={(e) => setInvite(e.currentTarget.checked)}
      />
      <div className={s.deeds}>
        <Button loading={busy} onClick={() => start(invite)}>
          {t("imports.start", { count: left })}
        </Button>
      </div>
    </>
  );
}
