import { Button, Textarea, TextInput } from "@mantine/core";
import { IconPlane } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { decidePilot, extendPilot, type Pilot, pilots, type Report } from "../../api/pilots";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { me } from "../../base/account";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { DateField } from "../../ui/DateField";
import { Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/parts";
import { StateRow } from "./StateRow";
import { peopleMax, termsIn } from "./terms";
import { why } from "./why";

const textMax = 2000;

type Deciding = { readonly deed: "open" | "close" | "extend"; readonly one: Pilot };

const stateOf = (one: Pilot, t: T): string =>
  ({
    running: t("apply.pilot.until", { date: dateOf(one.ends) }),
    open: t("apply.pilot.open"),
    closed: t("apply.pilot.closed"),
  })[one.state];

/** How a pilot goes, as far as it is told. */
function reportOf({ people, arrived, active }: Report, t: T): string {
  return [
    people === undefined ? null : t("apply.report.people", { count: people }),
    arrived === undefined ? null : t("apply.report.arrived", { count: arrived }),
    active === undefined ? null : t("apply.report.active", { count: active }),
  ]
    .filter((figure) => figure !== null)
    .join(" · ");
}

function surveyOf({ people, tenths }: NonNullable<Report["survey"]>, t: T, language: string): string {
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: 1 });
  const points = tenths.map((tenth) => number.format(tenth / 10));
  const said = [
    t("apply.report.helps", { points: points[0] }),
    t("apply.report.easy", { points: points[1] }),
    t("apply.report.sound", { points: points[2] }),
    t("apply.report.replaces", { points: points[3] }),
    t("apply.report.stays", { points: points[4] }),
  ];
  return t("apply.report.survey", { count: people, points: said.join(", ") });
}

/** What organisations try out, how it goes, and whether they stay; for an organisation's own administrators without the deciding. */
export function Pilots() {
  const { t } = useTranslation();
  const runs = me.use()?.admin === true;
  const [asked, again] = useAsked(pilots);
  const [deciding, decide] = useState<Deciding | null>(null);
  const close = () => decide(null);
  const done = () => {
    close();
    say(t("admin.saved"));
    again();
  };
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => (
        <>
          {all.length === 0 ? (
            <EmptyState title={t("apply.pilots.none")}>
              {runs ? t("apply.pilots.none.hint") : t("apply.pilots.none.own")}
            </EmptyState>
          ) : (
            <ul>
              {all.map((one) => (
                <Row key={one.organisation} one={one} decide={runs ? decide : null} />
              ))}
            </ul>
          )}
          {deciding?.deed === "extend" ? <Extend one={deciding.one} close={close} done={done} /> : null}
          {deciding && deciding.deed !== "extend" ? (
            <Decide one={deciding.one} deed={deciding.deed} close={close} done={done} />
          ) : null}
        </>
      )}
    </Answered>
  );
}

function Row({ one, decide }: { one: Pilot; decide: ((deciding: Deciding) => void) | null }) {
  const { t, i18n } = useTranslation();
  return (
    <StateRow
      icon={IconPlane}
      name={one.name}
      facts={[stateOf(one, t), one.state === "running" ? t("apply.pilot.most", { count: one.people_max }) : null]}
      acts={decide ? <Acts one={one} decide={decide} /> : null}
    >
      <p>{one.goals}</p>
      <p>{reportOf(one.report, t) || t("apply.report.few")}</p>
      {one.report.survey ? <p>{surveyOf(one.report.survey, t, i18n.language)}</p> : null}
      {one.reason ? <p>{one.reason}</p> : null}
    </StateRow>
  );
}

function Acts({ one, decide }: { one: Pilot; decide: (deciding: Deciding) => void }) {
  const { t } = useTranslation();
  return (
    <>
      {one.state === "open" ? null : (
        <Button size="xs" onClick={() => decide({ deed: "open", one })}>
          {t("apply.open")}
        </Button>
      )}
      {one.state === "running" ? (
        <Button size="xs" variant="default" onClick={() => decide({ deed: "extend", one })}>
          {t("apply.extend")}
        </Button>
      ) : null}
      {one.state === "closed" ? null : (
        <Button size="xs" variant="default" onClick={() => decide({ deed: "close", one })}>
          {t("apply.close")}
        </Button>
      )}
    </>
  );
}

interface DialogProps {
  readonly one: Pilot;
  readonly close: () => void;
  readonly done: () => void;
}

/** Opens a pilot or closes it, which says first what comes of that. */
function Decide({ one, deed, close, done }: DialogProps & { deed: "open" | "close" }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const { busy, refusal, run, refuse } = useDeed(why({ conflict: (t) => t("apply.pilot.decided") }));
  const opens = deed === "open";
  const submit = () => {
    if (!reason.trim()) return refuse((t) => t("apply.reason.missing"));
    void run(async () => {
      await decidePilot(one.organisation, deed, reason.trim());
      done();
    });
  };
  return (
    <Dialog
      title={opens ? t("apply.open.title", { name: one.name }) : t("apply.close.title", { name: one.name })}
      close={close}
      act={opens ? t("apply.open") : t("apply.close")}
      submit={submit}
      danger={!opens}
      busy={busy}
      wrong={refusal}
    >
      <p>{opens ? t("apply.open.hint") : t("apply.close.hint")}</p>
      <Textarea
        label={t("apply.reason")}
        description={t("apply.reason.sent")}
        autosize
        minRows={2}
        maxLength={textMax}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Dialog>
  );
}

/** The last day of a pilot as a field of days has it, and the other way round: until that day ends. */
const dayOf = (ms: number) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
const endOf = (day: string) => new Date(`${day}T23:59:59`).getTime();

/** Gives a pilot another day, and another number of people. */
function Extend({ one, close, done }: DialogProps) {
  const { t } = useTranslation();
  const [people, setPeople] = useState(`${one.people_max}`);
  const [day, setDay] = useState(dayOf(one.ends));
  const { busy, refusal, run, refuse } = useDeed(
    why({ conflict: (t) => t("apply.pilot.decided"), invalid: (t) => t("apply.extend.wrong") }),
  );
  const submit = () => {
    const ends = endOf(day);
    if (!(ends > Date.now())) return refuse((t) => t("apply.extend.wrong"));
    const terms = termsIn(people, ends);
    if (!terms) return refuse((t) => t("apply.cap.wrong", { most: peopleMax }));
    void run(async () => {
      await extendPilot(one.organisation, terms);
      done();
    });
  };
  return (
    <Dialog
      title={t("apply.extend.title", { name: one.name })}
      close={close}
      act={t("apply.extend")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <p>{t("apply.extend.hint")}</p>
      <DateField label={t("apply.extend.day")} min={dayOf(Date.now())} value={day} onChange={setDay} />
      <TextInput
        label={t("apply.cap")}
        inputMode="numeric"
        value={people}
        onChange={(e) => setPeople(e.currentTarget.value)}
      />
    </Dialog>
  );
}
