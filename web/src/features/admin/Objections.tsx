import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { countAwaiting } from "../../api/awaiting";
import {
  answerObjection,
  objectionMax,
  objections,
  type WaitingObjection,
  type WaitingObjections,
} from "../../api/objections";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { useKept } from "../../base/kept";
import { dateOf, timeOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { EmptyState, Face, Outsider, Said, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { nameOf } from "./nameOf";
import { why } from "./why";

const first = () => objections();

/** Who objects to a use of their data, and waits for an answer. */
export function Objections() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(first);
  const [answering, answer] = useState<WaitingObjection | null>(null);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(now) => (
        <>
          {now.objections.length === 0 && !now.next ? (
            <EmptyState title={t("objection.none")}>{t("objection.noneHint")}</EmptyState>
          ) : (
            <ul>
              {now.objections.map((one) => (
                <Row key={one.id} one={one} answer={() => answer(one)} />
              ))}
            </ul>
          )}
          {now.next ? <More now={now} put={put} /> : null}
          {answering ? (
            <Answer
              one={answering}
              close={() => answer(null)}
              done={() => {
                put({ ...now, objections: now.objections.filter((other) => other.id !== answering.id) });
                answer(null);
              }}
            />
          ) : null}
        </>
      )}
    </Answered>
  );
}

interface MoreProps {
  readonly now: WaitingObjections;
  readonly put: (next: WaitingObjections) => void;
}

function More({ now, put }: MoreProps) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(why());
  const more = () =>
    run(async () => {
      const page = await objections(now.next);
      put({ ...page, objections: [...now.objections, ...page.objections] });
    });
  return (
    <>
      <Wrong>{refusal}</Wrong>
      <Button variant="default" loading={busy} onClick={() => void more()}>
        {t("admin.more")}
      </Button>
    </>
  );
}

function Row({ one, answer }: { one: WaitingObjection; answer: () => void }) {
  const { t } = useTranslation();
  const name = nameOf(one);
  const mine = account.use()?.userId === one.user_id;
  return (
    <li className={s.person}>
      <Face of={{ id: one.user_id, name }} size={40} />
      <div>
        <b>{t("objection.by", { name })}</b> <Outsider id={one.user_id} />
        <Said>{one.text}</Said>
        <p>
          {one.organisation ?? one.user_id} · {dateOf(one.at)}, {timeOf(one.at)}
        </p>
      </div>
      <div className={s.acts}>
        {mine ? (
          <p>{t("objection.byOthers")}</p>
        ) : (
          <Button size="xs" onClick={answer} aria-label={t("objection.answerTo", { name })}>
            {t("objection.answer")}
          </Button>
        )}
      </div>
    </li>
  );
}

function Answer({ one, close, done }: { one: WaitingObjection; close: () => void; done: () => void }) {
  const { t } = useTranslation();
  const [words, write] = useKept(`objection.${one.id}`);
  const { busy, refusal, run, refuse } = useDeed(why({ conflict: (t) => t("objection.answered") }));
  const submit = () => {
    if (!words.trim()) return refuse((t) => t("objection.answer.missing"));
    void run(async () => {
      await answerObjection(one.id, words.trim());
      write("");
      say(t("objection.answer.said"));
      done();
      void countAwaiting();
    });
  };
  return (
    <Dialog
      title={t("objection.answerTo", { name: nameOf(one) })}
      close={close}
      act={t("objection.answer.send")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <Said>{one.text}</Said>
      <Textarea
        label={t("objection.answer.text")}
        description={t("objection.answer.hint")}
        data-autofocus
        autosize
        minRows={3}
        maxRows={12}
        maxLength={objectionMax}
        value={words}
        onChange={(e) => write(e.currentTarget.value)}
      />
    </Dialog>
  );
}
