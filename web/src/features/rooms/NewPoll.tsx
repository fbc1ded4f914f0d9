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

/** The fields of the answers, as long as they are few. */
function Answers({ of, write }: { of: readonly string[]; write: (all: string) => void }) {
  const { t } = useTranslation();
  const put = (i: number, text: string) => write(of.map((one, at) => (at === i ? text : one)).join("\n"));
  return (
    <div className={s.answers}>
      {of.map((text, i) => (
        <TextInput
          key={i}
          label={t("polls.answer", { n: i + 1 })}
          value={text}
          maxLength={answerMax}
          onChange={(e) => put(i, e.target.value)}
        />
      ))}
      {of.length < answersMax ? (
        <div>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => write([...of, ""].join("\n"))}
          >
            {t("polls.more")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

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
  const [tried, setTried] = useState(false);
  const ask = () => {
    if (!ready) return setTried(true);
    void askPoll(room.roomId, question.trim(), said, several, shown);
    setQuestion("");
    setWritten("");
    close();
    latest();
  };
  return (
    <Dialog
      title={t("polls.new")}
      close={close}
      act={t("polls.ask")}
      submit={ask}
      wrong={tried && !ready ? t("polls.lacks") : null}
    >
      <TextInput
        data-autofocus
        label={t("polls.question")}
        value={question}
        maxLength={questionMax}
        onChange={(e) => setQuestion(e.target.value)}
      />
      <Answers of={answers} write={setWritten} />
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
