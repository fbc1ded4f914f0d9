import { ActionIcon, Button, Switch, TextInput, Tooltip } from "@mantine/core";
import { IconChartBar, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useKept } from "../../base/kept";
import { askPoll } from "../../session/voting";
import { Dialog } from "../../ui/Dialog";
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

function PollDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { room, latest } = useTalk();
  const [question, setQuestion] = useKept(`polls.question.${room.roomId}`);
  const [written, setWritten] = useKept(`polls.answers.${room.roomId}`);
  const [several, setSeveral] = useState(false);
  const [shown, setShown] = useState(true);
  const answers = lines(written);
  const said = answers.map((one) => one.trim()).filter(Boolean);
  const ready = question.trim() !== "" && said.length >= answersMin && new Set(said).size === said.length;
  const put = (i: number, text: string) => setWritten(answers.map((one, at) => (at === i ? text : one)).join("\n"));
  const ask = () => {
    void askPoll(room.roomId, question.trim(), said, several, shown);
    setQuestion("");
    setWritten("");
    close();
    latest();
  };
  return (
    <Dialog title={t("polls.new")} close={close} act={t("polls.ask")} submit={ask} disabled={!ready}>
      <TextInput
        data-autofocus
        label={t("polls.question")}
        value={question}
        maxLength={questionMax}
        onChange={(e) => setQuestion(e.target.value)}
      />
      <div className={s.answers}>
        {answers.map((text, i) => (
          <TextInput
            key={i}
            label={t("polls.answer", { n: i + 1 })}
            value={text}
            maxLength={answerMax}
            onChange={(e) => put(i, e.target.value)}
          />
        ))}
        {answers.length < answersMax ? (
          <div>
            <Button
              size="xs"
              variant="subtle"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => setWritten([...answers, ""].join("\n"))}
            >
              {t("polls.more")}
            </Button>
          </div>
        ) : null}
      </div>
      <Switch label={t("polls.several")} checked={several} onChange={(e) => setSeveral(e.target.checked)} />
      <Switch label={t("polls.shown")} checked={shown} onChange={(e) => setShown(e.target.checked)} />
    </Dialog>
  );
}

/** The tool that asks the room a question. */
export function NewPoll() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Tooltip label={t("polls.new")}>
        <ActionIcon aria-label={t("polls.new")} onClick={() => setOpen(true)}>
          <IconChartBar size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      {open ? <PollDialog close={() => setOpen(false)} /> : null}
    </>
  );
}
