import { ActionIcon, Button, Switch, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { useKept } from "../base/kept";
import { isoDay } from "../i18n/dates";
import { momentOf } from "../session/moments";
import { askPoll } from "../session/voting";
import { DateField, TimeField } from "../ui/DateField";
import { Dialog } from "../ui/Dialog";
import s from "./poll.module.css";
import { useTalk } from "./talk";

const answersMin = 2;
const answersMax = 20;
const questionMax = 340;
const answerMax = 200;

/** The answers as they are written, one a line: kept as one text. */
const lines = (text: string): string[] => {
  const all = text.split("\n");
  return [...all, ...new Array(Math.max(0, answersMin - all.length)).fill("")];
};

interface AnswersProps {
  readonly of: readonly string[];
  readonly write: (all: string) => void;
  /** What is wrong with one of them. */
  readonly wrong: (i: number) => string | null;
}

/** The fields of the answers, as long as they are few. */
function Answers({ of, write, wrong }: AnswersProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const put = (i: number, text: string) => write(of.map((one, at) => (at === i ? text : one)).join("\n"));
  const add = () => {
    flushSync(() => write([...of, ""].join("\n")));
    [...(list.current?.querySelectorAll("input") ?? [])].at(-1)?.focus();
  };
  const remove = (i: number) => {
    flushSync(() => write(of.filter((_, at) => at !== i).join("\n")));
    list.current?.querySelectorAll("input")[Math.max(0, i - 1)]?.focus();
  };
  return (
    <div className={s.answers} ref={list}>
      {of.map((text, i) => (
        <TextInput
          key={i}
          label={t("polls.answer", { n: i + 1 })}
          value={text}
          maxLength={answerMax}
          error={wrong(i)}
          onChange={(e) => put(i, e.target.value)}
          rightSection={
            of.length > answersMin ? (
              <ActionIcon size={28} aria-label={t("polls.remove", { n: i + 1 })} onClick={() => remove(i)}>
                <IconX size={15} />
              </ActionIcon>
            ) : null
          }
        />
      ))}
      {of.length < answersMax ? (
        <div>
          <Button size="xs" variant="subtle" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
            {t("polls.more")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** At which time a question ends whose last day alone was chosen. */
const usualTime = "18:00";

/** Asks the room a question. */
export function PollDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { room, latest } = useTalk();
  const [question, setQuestion] = useKept(`polls.question.${room.roomId}`);
  const [written, setWritten] = useKept(`polls.answers.${room.roomId}`);
  const [several, setSeveral] = useState(false);
  const [shown, setShown] = useState(true);
  const [date, setDate] = useState("");
  const [time, setTime] = useState(usualTime);
  const day = date ? (momentOf(date, time) ?? Number.NaN) : null;
  const past = day !== null && !(day > Date.now());
  const answers = lines(written);
  const said = answers.map((one) => one.trim()).filter(Boolean);
  const [tried, setTried] = useState(false);
  const lacks = (i: number): string | null => {
    const text = answers[i]!.trim();
    if (text && answers.findIndex((one) => one.trim() === text) < i) return t("polls.twice");
    const firstEmpty = answers.findIndex((one) => one.trim() === "");
    return i === firstEmpty && said.length < answersMin ? t("polls.few") : null;
  };
  const ready = question.trim() !== "" && !past && answers.every((_, i) => lacks(i) === null);
  const ask = () => {
    if (!ready) return setTried(true);
    void askPoll(room.roomId, question.trim(), said, several, shown, day);
    setQuestion("");
    setWritten("");
    close();
    latest();
  };
  return (
    <Dialog title={t("polls.new")} close={close} act={t("polls.ask")} submit={ask}>
      <TextInput
        data-autofocus
        label={t("polls.question")}
        value={question}
        maxLength={questionMax}
        error={tried && !question.trim() ? t("polls.unasked") : null}
        onChange={(e) => setQuestion(e.target.value)}
      />
      <Answers of={answers} write={setWritten} wrong={(i) => (tried ? lacks(i) : null)} />
      <Switch label={t("polls.several")} checked={several} onChange={(e) => setSeveral(e.target.checked)} />
      <div className={s.moment}>
        <DateField
          label={t("polls.closes")}
          value={date}
          min={isoDay(Date.now())}
          error={tried && past ? t("polls.past") : null}
          onChange={setDate}
        />
        {date ? <TimeField label={t("polls.closes.at")} value={time} onChange={setTime} /> : null}
      </div>
      <Switch label={t("polls.shown")} checked={shown} onChange={(e) => setShown(e.target.checked)} />
    </Dialog>
  );
}
