import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { IconBuildingCommunity } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { countAwaiting } from "../../api/awaiting";
import { type Application, applications, decideApplication } from "../../api/pilots";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { EmptyState, Said } from "../../ui/parts";
import { StateRow } from "./StateRow";
import { peopleMax, termsIn } from "./terms";
import { why } from "./why";

const textMax = 2000;
const labelMax = 30;
const dayMs = 86_400_000;

type Deed = "approve" | "ask" | "refuse";
type Deciding = { readonly deed: Deed; readonly one: Application };

const stateOf = (one: Application, t: T): string =>
  ({
    open: t("apply.of.open"),
    asked: t("apply.of.asked"),
    approved: t("apply.of.approved"),
    refused: t("apply.of.refused"),
  })[one.state];

/** Which organisations ask to be in the house. */
export function Applications() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(applications);
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
            <EmptyState title={t("apply.none")}>{t("apply.none.hint")}</EmptyState>
          ) : (
            <ul>
              {all.map((one) => (
                <Row key={one.id} one={one} decide={decide} />
              ))}
            </ul>
          )}
          {deciding?.deed === "approve" ? <Approve one={deciding.one} close={close} done={done} /> : null}
          {deciding && deciding.deed !== "approve" ? (
            <Answer one={deciding.one} deed={deciding.deed} close={close} done={done} />
          ) : null}
        </>
      )}
    </Answered>
  );
}

function Row({ one, decide }: { one: Application; decide: (deciding: Deciding) => void }) {
  const { t } = useTranslation();
  const waits = one.state === "open" || one.state === "asked";
  return (
    <StateRow
      icon={IconBuildingCommunity}
      name={one.organisation}
      facts={[
        t("apply.by", { name: one.applicant, address: one.email }),
        t("apply.people", { count: one.headcount }),
        one.siret ? t("apply.siret.is", { siret: one.siret }) : null,
        dateOf(one.created),
        stateOf(one, t),
      ]}
      acts={
        waits ? (
          <>
            <Button size="xs" onClick={() => decide({ deed: "approve", one })}>
              {t("apply.approve")}
            </Button>
            <Button size="xs" variant="default" onClick={() => decide({ deed: "ask", one })}>
              {t("apply.askBack")}
            </Button>
            <Button size="xs" variant="default" onClick={() => decide({ deed: "refuse", one })}>
              {t("apply.refuse")}
            </Button>
          </>
        ) : null
      }
    >
      <Said>{one.need}</Said>
      {one.question ? <p>{t("apply.question", { question: one.question })}</p> : null}
      {one.reply ? <Said>{one.reply}</Said> : null}
      {one.reason ? <p>{one.reason}</p> : null}
    </StateRow>
  );
}

interface DialogProps {
  readonly one: Application;
  readonly close: () => void;
  readonly done: () => void;
}

function Answer({ one, deed, close, done }: DialogProps & { deed: "ask" | "refuse" }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const { busy, refusal, run, refuse } = useDeed(why());
  const asks = deed === "ask";
  const submit = () => {
    if (!reason.trim()) return refuse((t) => t("apply.reason.missing"));
    void run(async () => {
      await decideApplication(one.id, { decision: deed, reason: reason.trim() });
      done();
      void countAwaiting();
    });
  };
  return (
    <Dialog
      title={
        asks ? t("apply.ask.title", { name: one.organisation }) : t("apply.refuse.title", { name: one.organisation })
      }
      close={close}
      act={asks ? t("apply.askBack") : t("apply.refuse")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <Textarea
        label={asks ? t("apply.ask.what") : t("apply.reason")}
        autosize
        minRows={3}
        maxLength={textMax}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Dialog>
  );
}

function Approve({ one, close, done }: DialogProps) {
  const { t } = useTranslation();
  const [label, setLabel] = useState("");
  const [domain, setDomain] = useState("");
  const [people, setPeople] = useState(`${Math.min(one.headcount, peopleMax)}`);
  const [days, setDays] = useState("90");
  const [goals, setGoals] = useState("");
  const { busy, refusal, run, refuse } = useDeed(why({ conflict: (t) => t("apply.taken") }));
  const submit = () => {
    const terms = termsIn(people, Date.now() + Number(days) * dayMs);
    if (!label.trim() || !goals.trim()) return refuse((t) => t("apply.terms.missing"));
    if (!terms) return refuse((t) => t("apply.cap.wrong", { most: peopleMax }));
    void run(async () => {
      await decideApplication(one.id, {
        decision: "approve",
        label: label.trim(),
        domain: domain.trim(),
        ...terms,
        goals: goals.trim(),
      });
      done();
      void countAwaiting();
    });
  };
  return (
    <Dialog
      title={t("apply.approve.title", { name: one.organisation })}
      close={close}
      act={t("apply.approve")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <TextInput
        label={t("admin.organisations.label")}
        maxLength={labelMax}
        value={label}
        onChange={(e) => setLabel(e.currentTarget.value)}
      />
      <TextInput
        label={t("apply.domain")}
        description={t("apply.domain.hint")}
        placeholder={one.email.slice(one.email.indexOf("@") + 1)}
        value={domain}
        onChange={(e) => setDomain(e.currentTarget.value)}
      />
      <TextInput
        label={t("apply.cap")}
        description={t("apply.cap.asked", { count: one.headcount })}
        inputMode="numeric"
        value={people}
        onChange={(e) => setPeople(e.currentTarget.value)}
      />
      <NativeSelect
        label={t("apply.life")}
        value={days}
        onChange={(e) => setDays(e.currentTarget.value)}
        data={[30, 90, 180, 365].map((count) => ({ value: `${count}`, label: t("admin.days", { count }) }))}
      />
      <Textarea
        label={t("apply.goals")}
        autosize
        minRows={2}
        maxLength={textMax}
        value={goals}
        onChange={(e) => setGoals(e.currentTarget.value)}
      />
    </Dialog>
  );
}
