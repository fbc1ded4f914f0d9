import { Button, Textarea } from "@mantine/core";
import { IconFlag, IconHash, IconMessage, IconUser } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { countAwaiting } from "../../api/awaiting";
import { type Decision, decideReport, type Report, reports } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { plain } from "../../base/names";
import type { T } from "../../i18n";
import { dateOf, timeOf } from "../../i18n/dates";
import { useNameOf } from "../../session/named";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Choice } from "../../ui/Choice";
import { Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/parts";
import { Around } from "./Around";
import s from "./admin.module.css";
import { why } from "./why";

const reasonMax = 500;

/** What is made of a report, and why. */
function Decide({ of, close, gone }: { of: Report; close: () => void; gone: () => void }) {
  const { t } = useTranslation();
  const [decision, choose] = useState<Decision>("dismiss");
  const [reason, setReason] = useState("");
  const conflict = (t: T) => t("report.decide.conflict");
  const { busy, refusal, run, refuse } = useDeed(why({ conflict }));
  const options: Record<Decision, { name: string; hint: string }> = {
    dismiss: { name: t("report.dismiss"), hint: t("report.dismiss.hint") },
    warn: { name: t("report.warn"), hint: t("report.warn.hint") },
    redact: { name: t("report.redact"), hint: t("report.redact.hint") },
    suspend: { name: t("report.suspend"), hint: t("report.suspend.hint") },
  };
  const submit = () => {
    if (!reason.trim()) return refuse((t) => t("report.decide.missing"));
    void run(async () => {
      await decideReport(of.id, decision, reason.trim());
      say(t("report.settled"));
      void countAwaiting();
      gone();
      close();
    });
  };
  return (
    <Dialog
      title={t("report.decide.title")}
      close={close}
      act={t("report.decide.do")}
      submit={submit}
      danger={decision !== "dismiss"}
      busy={busy}
      wrong={refusal}
    >
      {of.event_id ? <Around of={of} /> : null}
      <p className={s.why}>{of.reason ? t("report.why", { reason: plain(of.reason) }) : t("report.noReason")}</p>
      <Choice<Decision>
        title={t("report.decide.what")}
        value={decision}
        set={choose}
        of={of.may.map((value) => ({ value, ...options[value] }))}
      />
      <Textarea
        label={t("report.decide.why")}
        description={decision === "dismiss" ? t("report.decide.kept") : t("report.decide.told")}
        required
        autosize
        minRows={2}
        maxLength={reasonMax}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Dialog>
  );
}

function Line({ of, gone }: { of: Report; gone: () => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const about = useNameOf(of.about_user_id ?? of.sender);
  const by = useNameOf(of.user_id);
  const room = plain(of.name ?? "") || t("ui.heirs.unnamed");
  if (of.about_me)
    return (
      <li className={s.line}>
        <IconFlag size={22} stroke={1.7} aria-hidden />
        <div className={s.link}>
          <b>{t("report.aboutMe")}</b>
          <p>{t("report.aboutMe.hint", { when: dateOf(of.received_ts) })}</p>
        </div>
      </li>
    );
  const Lead = of.about_user_id ? IconUser : of.event_id ? IconMessage : of.room_id ? IconHash : IconFlag;
  return (
    <li className={s.line}>
      <Lead size={22} stroke={1.7} aria-hidden />
      <div className={s.link}>
        <b title={[of.about_user_id ?? of.sender, of.room_id].filter(Boolean).join(" ")}>
          {of.about_user_id
            ? t("report.aboutPerson", { who: about })
            : of.event_id && of.changes
              ? t("report.aboutChange", { who: about, room })
              : of.event_id
                ? t("report.aboutMessage", { who: about, room })
                : t("report.aboutRoom", { room })}
        </b>
        <p className={s.why}>{of.reason ? t("report.why", { reason: plain(of.reason) }) : t("report.noReason")}</p>
        <p title={of.user_id}>
          {t("report.by", { who: by, when: dateOf(of.received_ts), time: timeOf(of.received_ts) })}
          {of.organisation ? ` · ${of.organisation}` : null}
        </p>
        {of.decided ? <DecidedLine of={of.decided} /> : null}
      </div>
      <div className={s.acts}>
        {of.decided ? null : (
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {t("report.look")}
          </Button>
        )}
      </div>
      {open ? <Decide of={of} close={() => setOpen(false)} gone={gone} /> : null}
    </li>
  );
}

/** What became of it, who decided so, and why. */
function DecidedLine({ of }: { of: NonNullable<Report["decided"]> }) {
  const { t } = useTranslation();
  const who = useNameOf(of.by);
  const words: Record<Decision, string> = {
    dismiss: t("report.dismiss"),
    warn: t("report.warn"),
    redact: t("report.redact"),
    suspend: t("report.suspend"),
  };
  return (
    <p>
      {t("report.decided", { what: words[of.decision], who, when: dateOf(of.at) })} {plain(of.reason)}
    </p>
  );
}

const atOnce = 20;

/** As many as one reads at a time, since each asks for what it is about. */
function Lines({ all, gone }: { all: readonly Report[]; gone: (one: Report) => void }) {
  const { t } = useTranslation();
  const [most, setMost] = useState(atOnce);
  return (
    <>
      <ul>
        {all.slice(0, most).map((one) => (
          <Line key={one.id} of={one} gone={() => gone(one)} />
        ))}
      </ul>
      {all.length > most ? (
        <Button variant="default" onClick={() => setMost(most + atOnce)}>
          {t("report.more")}
        </Button>
      ) : null}
    </>
  );
}

/** What people bring before those who run the server, or their organisation. */
export function Reports() {
  const { t } = useTranslation();
  const [state, show] = useState<"open" | "decided">("open");
  const [asked, again, put] = useAsked(useCallback(() => reports(state), [state]));
  return (
    <>
      <div className={s.top}>
        <p>{state === "open" ? t("report.hint") : t("report.decidedHint")}</p>
        <Button variant="default" size="xs" onClick={() => show(state === "open" ? "decided" : "open")}>
          {state === "open" ? t("report.showDecided") : t("report.showOpen")}
        </Button>
      </div>
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t("report.none")}>{t("report.noneBody")}</EmptyState>
          ) : (
            <Lines all={all} gone={(one) => put(all.filter((other) => other !== one))} />
          )
        }
      </Answered>
    </>
  );
}
