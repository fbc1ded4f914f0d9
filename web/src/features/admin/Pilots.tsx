import { Button, Textarea } from "@mantine/core";
import { IconPlane } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { decidePilot, type Pilot, pilots, type Report } from "../../api/pilots";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/parts";
import s from "./admin.module.css";
import { why } from "./why";

const textMax = 2000;

type Deciding = { readonly deed: "open" | "close"; readonly one: Pilot };

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

/** What organisations try out, how it goes, and whether they stay. */
export function Pilots() {
  const { t } = useTranslation();
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
            <EmptyState title={t("apply.pilots.none")}>{t("apply.pilots.none.hint")}</EmptyState>
          ) : (
            <ul>
              {all.map((one) => (
                <Row key={one.organisation} one={one} decide={decide} />
              ))}
            </ul>
          )}
          {deciding ? <Decide of={deciding} close={close} done={done} /> : null}
        </>
      )}
    </Answered>
  );
}

function Row({ one, decide }: { one: Pilot; decide: (deciding: Deciding) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <li className={s.person}>
      <IconPlane size={22} stroke={1.7} aria-hidden />
      <div>
        <b>{one.name}</b>
        <p>
          {stateOf(one, t)}
          {one.state === "running" ? ` · ${t("apply.pilot.most", { count: one.people_max })}` : null}
        </p>
        <p>{one.goals}</p>
        <p>{reportOf(one.report, t) || t("apply.report.few")}</p>
        {one.report.survey ? <p>{surveyOf(one.report.survey, t, i18n.language)}</p> : null}
        {one.reason ? <p>{one.reason}</p> : null}
      </div>
      <div className={s.acts}>
        {one.state === "open" ? null : (
          <Button size="xs" onClick={() => decide({ deed: "open", one })}>
            {t("apply.open")}
          </Button>
        )}
        {one.state === "closed" ? null : (
          <Button size="xs" variant="default" onClick={() => decide({ deed: "close", one })}>
            {t("apply.close")}
          </Button>
        )}
      </div>
    </li>
  );
}

function Decide({ of: { deed, one }, close, done }: { of: Deciding; close: () => void; done: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const { busy, refusal, run, refuse } = useDeed(why());
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
      busy={busy}
      wrong={refusal}
    >
      <p>{opens ? t("apply.open.hint") : t("apply.close.hint")}</p>
      <Textarea
        label={t("apply.reason")}
        autosize
        minRows={2}
        maxLength={textMax}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Dialog>
  );
}
