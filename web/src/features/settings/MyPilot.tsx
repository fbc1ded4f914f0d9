import { Button, Radio } from "@mantine/core";
import { IconPlane } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answerPilot, type MyPilot as Mine, myPilot } from "../../api/pilots";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import s from "./settings.module.css";

const points = ["1", "2", "3", "4", "5"] as const;

const questionsOf = (t: T) => [
  t("pilot.helps"),
  t("pilot.easy"),
  t("pilot.sound"),
  t("pilot.replaces"),
  t("pilot.stays"),
];

/** What my organisation tries out, and what I think of it. */
export function MyPilot() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(myPilot);
  const [answering, answer] = useState(false);
  return (
    <Answered of={asked} again={again} failed={t("pilot.failed")}>
      {(of) =>
        of ? (
          <section className={s.sec}>
            <h2>{t("pilot.title")}</h2>
            <ul>
              <li className={s.row}>
                <IconPlane size={22} stroke={1.7} aria-hidden />
                <div>
                  <b>{t("pilot.until", { date: dateOf(of.ends) })}</b>
                  <p>{of.goals}</p>
                </div>
                <Button size="xs" variant={of.answers ? "default" : "filled"} onClick={() => answer(true)}>
                  {of.answers ? t("pilot.again") : t("pilot.answer")}
                </Button>
              </li>
            </ul>
            {answering ? (
              <Questions
                of={of}
                close={() => answer(false)}
                done={() => {
                  answer(false);
                  say(t("pilot.thanks"));
                  again();
                }}
              />
            ) : null}
          </section>
        ) : null
      }
    </Answered>
  );
}

function Questions({ of, close, done }: { of: Mine; close: () => void; done: () => void }) {
  const { t } = useTranslation();
  const [answers, setAnswers] = useState<readonly string[]>(of.answers?.map(String) ?? points.map(() => ""));
  const { busy, refusal, run, refuse } = useDeed();
  const submit = () => {
    if (answers.includes("")) return refuse((t) => t("pilot.missing"));
    void run(async () => {
      await answerPilot(answers.map(Number));
      done();
    });
  };
  return (
    <Dialog title={t("pilot.ask")} close={close} act={t("pilot.send")} submit={submit} busy={busy} wrong={refusal}>
      <p>{t("pilot.hint")}</p>
      {questionsOf(t).map((question, i) => (
        <Radio.Group
          key={question}
          label={question}
          value={answers[i]}
          onChange={(next) => setAnswers(answers.map((one, j) => (j === i ? next : one)))}
        >
          <div className={s.points}>
            {points.map((point) => (
              <Radio key={point} value={point} label={point} />
            ))}
          </div>
        </Radio.Group>
      ))}
    </Dialog>
  );
}
