import { Button, NativeSelect, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { countAwaiting } from "../../api/awaiting";
import { answerClaim, claims, type Organisation, organisations, type WaitingClaim } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { dateOf, timeOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { EmptyState, Face, Said } from "../../ui/parts";
import s from "./admin.module.css";
import { nameOf } from "./nameOf";
import { why } from "./why";

const known = async () => {
  const [waiting, all] = await Promise.all([claims(), organisations()]);
  return { waiting, all };
};

type Asking = { readonly grant: boolean; readonly one: WaitingClaim };

/** Who says to be of an organisation, and waits for an answer. */
export function Claims() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(known);
  const [asking, ask] = useState<Asking | null>(null);
  const close = () => ask(null);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {({ waiting, all }) => {
        const done = () => {
          put({ waiting: waiting.filter((other) => other !== asking?.one), all });
          close();
        };
        return (
          <>
            {waiting.length === 0 ? (
              <EmptyState title={t("admin.requests.none")}>{t("admin.requests.none.hint")}</EmptyState>
            ) : (
              <ul>
                {waiting.map((one) => (
                  <Row key={one.id} one={one} ask={ask} able={all.length > 0} />
                ))}
              </ul>
            )}
            {asking?.grant ? <Grant one={asking.one} all={all} close={close} done={done} /> : null}
            {asking && !asking.grant ? <Decline one={asking.one} close={close} done={done} /> : null}
          </>
        );
      }}
    </Answered>
  );
}

function Row({ one, ask, able }: { one: WaitingClaim; ask: (asking: Asking) => void; able: boolean }) {
  const { t } = useTranslation();
  const name = nameOf(one);
  return (
    <li className={s.person}>
      <Face of={{ id: one.user_id, name }} size={40} />
      <div>
        <b>{t("admin.requests.wants", { name })}</b>
        <Said>{one.wish}</Said>
        <p>
          {dateOf(one.at)}, {timeOf(one.at)}
        </p>
      </div>
      <div className={s.acts}>
        <Button
          size="xs"
          disabled={!able}
          onClick={() => ask({ grant: true, one })}
          aria-label={t("admin.requests.grantOf", { name })}
        >
          {t("admin.requests.grant")}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => ask({ grant: false, one })}
          aria-label={t("admin.requests.declineOf", { name })}
        >
          {t("admin.requests.decline")}
        </Button>
      </div>
    </li>
  );
}

interface AnswerProps {
  readonly one: WaitingClaim;
  readonly close: () => void;
  readonly done: () => void;
}

function Grant({ one, all, close, done }: AnswerProps & { all: readonly Organisation[] }) {
  const { t } = useTranslation();
  const [chosen, choose] = useState(all[0]?.id ?? "");
  const { busy, refusal, run } = useDeed(why());
  const submit = () =>
    void run(async () => {
      await answerClaim(one.id, { organisation: chosen });
      say(t("admin.requests.granted"));
      done();
      void countAwaiting();
    });
  return (
    <Dialog
      title={t("admin.requests.grant.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.requests.grant")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <Said>{one.wish}</Said>
      <NativeSelect
        label={t("admin.organisation")}
        value={chosen}
        onChange={(e) => choose(e.currentTarget.value)}
        data={all.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Dialog>
  );
}

const reasonMax = 500;

function Decline({ one, close, done }: AnswerProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const { busy, refusal, run, refuse } = useDeed(why());
  const submit = () => {
    if (!reason.trim()) return refuse((t) => t("admin.requests.reason.missing"));
    void run(async () => {
      await answerClaim(one.id, { reason: reason.trim() });
      say(t("admin.requests.declined"));
      done();
      void countAwaiting();
    });
  };
  return (
    <Dialog
      title={t("admin.requests.decline.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.requests.decline")}
      submit={submit}
      danger
      busy={busy}
      wrong={refusal}
    >
      <Textarea
        label={t("admin.requests.reason")}
        description={t("admin.requests.reason.hint")}
        data-autofocus
        autosize
        minRows={2}
        maxLength={reasonMax}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Dialog>
  );
}
