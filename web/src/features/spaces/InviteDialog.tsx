import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type InvitedLine, inviteToSpace, type WholeSpace } from "../../api/spaces";
import { useServer } from "../../api/useServer";
import { isAddress } from "../../base/address";
import { useKept } from "../../base/kept";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { PeoplePicker } from "../../message/PeoplePicker";
import type { Person } from "../../session/people";
import { onPhone } from "../../shell/landing";
import { Dialog } from "../../ui/Dialog";
import { fitsLastDay, LastDay, latestDay } from "../../ui/LastDay";
import { InviteByCode, useNewCode } from "./InviteByCode";
import { outcome } from "./outcome";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

type Way = "people" | "list" | "code";
const listCharsMax = 60_000;
/** A list is read as text; a table that is larger is none of five hundred people. */
const fileBytesMax = 200_000;

/** Who is of the house comes as an agent, others until a day. */
function comesAs(t: T, line: InvitedLine): string | null {
  if (line.agent_of) return t("spaces.outcome.agent", { name: line.agent_of });
  return line.guest_until === undefined ? null : t("spaces.outcome.guest", { date: dateOf(line.guest_until) });
}

/** An address at which somebody reads, and no user id. */
const hasAddress = /[^\s@<>;,"]@[^\s@<>;,":]+/;
const went = (line: InvitedLine) => line.outcome === "invited" || line.outcome === "mailed";

const refusals: readonly InvitedLine["outcome"][] = [
  "unknown",
  "external_closed",
  "for_approvers",
  "limit",
  "too_often",
  "shared",
  "blocked",
  "invalid",
];
const isRefused = (line: InvitedLine) => refusals.includes(line.outcome);

/** What became of each entry. */
function Report({ of }: { of: readonly InvitedLine[] }) {
  const { t } = useTranslation();
  const mails = useServer()?.mail !== false;
  return (
    <div className={s.report}>
      <p role="status">
        <b>{t("spaces.report.done", { count: of.filter(went).length, all: of.length })}</b>
      </p>
      <section aria-label={t("spaces.report")} tabIndex={0}>
        <ul>
          {of.map((line) => (
            <li key={line.line} data-went={went(line) || undefined}>
              <span className="num">{line.line}</span>
              <span className="grow">
                {line.text}
                {comesAs(t, line) ? <small className={s.comes}>{comesAs(t, line)}</small> : null}
              </span>
              <span>{outcome(t, line.outcome, mails)}</span>
            </li>
          ))}
        </ul>
      </section>
      {!mails && of.some(({ outcome }) => outcome === "mailed") ? <p>{t("spaces.report.kept")}</p> : null}
    </div>
  );
}

function ByList({ list, setList }: { list: string; setList: (next: string) => void }) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [large, setLarge] = useState(false);
  const read = async (file: File | undefined) => {
    if (!file) return;
    setLarge(file.size > fileBytesMax);
    if (file.size <= fileBytesMax) setList((await file.text()).slice(0, listCharsMax));
  };
  return (
    <>
      <Textarea
        data-autofocus
        label={t("spaces.invite.list")}
        description={t("spaces.invite.listHint")}
        value={list}
        maxLength={listCharsMax}
        autosize
        minRows={4}
        maxRows={12}
        error={large ? t("spaces.invite.large") : null}
        onChange={(e) => setList(e.target.value)}
      />
      <div>
        <input
          ref={picker}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          hidden
          onChange={(e) => void read(e.target.files?.[0])}
        />
        <Button size="xs" variant="subtle" onClick={() => picker.current?.click()}>
          {t("spaces.invite.file")}
        </Button>
      </div>
    </>
  );
}

/** Whoever has no account is asked by a letter: their address goes into the list, where their last day is chosen. */
function Unknown({ term, byMail }: { term: string; byMail: (address: string) => void }) {
  const { t } = useTranslation();
  if (!isAddress(term)) return null;
  return (
    <div>
      <Button size="xs" variant="default" onClick={() => byMail(term)}>
        {t("spaces.invite.byMail")}
      </Button>
    </div>
  );
}

interface ByNameProps {
  readonly picked: readonly Person[];
  readonly pick: (people: readonly Person[]) => void;
  readonly byMail: (address: string) => void;
}

function ByName({ picked, pick, byMail }: ByNameProps) {
  const { t } = useTranslation();
  const absent = (term: string) => <Unknown term={term} byMail={byMail} />;
  return <PeoplePicker label={t("spaces.invite.people")} picked={picked} pick={pick} absent={absent} />;
}

/** Until when those come who are from outside. */
function Outside({ until, set, now }: { until: string; set: (day: string) => void; now: number }) {
  const { t } = useTranslation();
  return (
    <div>
      <p className="small dim">{t("spaces.invite.outside")}</p>
      <LastDay value={until} set={set} fromMs={now} />
    </div>
  );
}

const waysOf = (space: WholeSpace, t: T) => [
  { value: "people", label: t("spaces.invite.byName") },
  { value: "list", label: t("spaces.invite.byList") },
  ...(space.rights.includes("make_entry_code") ? [{ value: "code", label: t("spaces.invite.byCode") }] : []),
];

function Ways({ of, way, choose }: { of: WholeSpace; way: Way; choose: (next: Way) => void }) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t("spaces.invite.how")}
      value={way}
      onChange={(next) => choose(next as Way)}
      data={waysOf(of, t)}
      orientation={onPhone() ? "vertical" : "horizontal"}
      fullWidth
    />
  );
}

/** Who is invited by name or by a list, and what became of it. */
function useInvited(space: WholeSpace, way: Way, done: () => void) {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [list, setList] = useKept(`spaces.invite.${space.space_id}`);
  const [report, setReport] = useState<readonly InvitedLine[] | null>(null);
  const [now] = useState(Date.now);
  const [until, setUntil] = useState(latestDay(now));
  const { busy, refusal, run } = useSpaceDeed();
  const asksDay = way === "list" && hasAddress.test(list);
  const empty = way === "people" ? people.length === 0 : list.trim() === "";
  const invite = () =>
    void run(async () => {
      const whom = way === "people" ? { people: people.map((p) => p.id) } : { list };
      const lines = await inviteToSpace(space.space_id, whom, asksDay ? { until } : {});
      const named = (text: string) => people.find((p) => p.id === text)?.name ?? text;
      setReport(lines.map((line) => ({ ...line, text: named(line.text) })));
      setPeople([]);
      // What was refused stays, to be mended and sent again.
      if (way === "list")
        setList(
          lines
            .filter(isRefused)
            .map((line) => line.text)
            .join("\n"),
        );
      done();
    });
  const finished = report !== null && empty;
  const disabled = (!finished && empty) || (asksDay && !fitsLastDay(until, now));
  const day = asksDay ? <Outside until={until} set={setUntil} now={now} /> : null;
  return { people, setPeople, list, setList, report, setReport, day, busy, refusal, invite, finished, disabled };
}

/** Asks people into a space: by name, by a list of addresses, or by a code on paper. */
export function InviteDialog({ space, close, done }: { space: WholeSpace; close: () => void; done: () => void }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>("people");
  const invited = useInvited(space, way, done);
  const code = useNewCode(space);
  const byCode = way === "code";
  const { list, setList, report } = invited;
  // What became of one way says nothing beneath another.
  const choose = (next: Way) => {
    setWay(next);
    invited.setReport(null);
  };
  const byMail = (address: string) => {
    setList(list.trim() ? `${list.trimEnd()}\n${address}` : address);
    choose("list");
  };
  const finished = byCode ? code.code !== null : invited.finished;
  const does = byCode
    ? { act: t("spaces.code.make"), submit: code.make, cancel: t("ui.close"), disabled: false }
    : { act: t("spaces.invite"), submit: invited.invite, disabled: invited.disabled };
  return (
    <Dialog
      title={t("spaces.invite.title", { name: space.name })}
      close={close}
      {...does}
      {...(finished ? { act: t("ui.close"), submit: close } : {})}
      only={finished}
      busy={byCode ? code.busy : invited.busy}
      wrong={byCode ? code.refusal : invited.refusal}
    >
      <Ways of={space} way={way} choose={choose} />
      {way === "people" ? (
        <ByName picked={invited.people} pick={invited.setPeople} byMail={byMail} />
      ) : way === "list" ? (
        <>
          <ByList list={list} setList={setList} />
          {invited.day}
        </>
      ) : (
        <InviteByCode space={space} of={code} />
      )}
      {report && !byCode ? <Report of={report} /> : null}
    </Dialog>
  );
}
