import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { board, changeTask, type Task, watchTask } from "../../api/tasks";
import { sayOfTask } from "../../api/taskTalk";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import { useConnected } from "../../session/hooks";
import { useNameOf } from "../../session/named";
import type { NoticeActsProps } from "../../shell/feature";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { Wrong } from "../../ui/parts";
import { type Called, calledBy, standings } from "./noticed";
import s from "./tasks.module.css";
import { useTick } from "./useTick";

const wordsMax = 10_000;

interface ActProps {
  readonly of: Called;
  readonly task: Task;
  readonly over: NoticeActsProps["over"];
}

/** It is done, or validated. */
function Finish({ task, over, validates }: Omit<ActProps, "of"> & { readonly validates: boolean }) {
  const { t } = useTranslation();
  const { tick, busy, wrong } = useTick(task, validates, over);
  return (
    <>
      <Button size="xs" variant="light" loading={busy} onClick={() => void tick()}>
        {validates ? t("tasks.validate.do") : t("tasks.notice.done")}
      </Button>
      <Wrong>{wrong}</Wrong>
    </>
  );
}

/** I want to hear of it no more. */
function Unwatch({ task, over }: Pick<ActProps, "task" | "over">) {
  const { t } = useTranslation();
  const { busy, run, refusal } = useDeed();
  const leave = () =>
    void run(async () => {
      await watchTask(task.id, false);
      over(true);
    });
  return (
    <>
      <Button size="xs" variant="subtle" loading={busy} onClick={leave}>
        {t("tasks.unwatch")}
      </Button>
      <Wrong>{refusal}</Wrong>
    </>
  );
}

/** What I write of a task in place, kept until it is sent; the same wish is sent once. */
function useAnswer({ of, task }: Pick<ActProps, "of" | "task">, what: string) {
  const { me } = useConnected();
  const [text, write] = useKept(`tasks.${what}.${task.id}`);
  const [request] = useState(() => crypto.randomUUID());
  const send = async () => {
    const to = of.by ? [of.by] : task.assignees;
    await sayOfTask(task.id, request, { text: text.trim(), mentions: to.filter((who) => who !== me) });
  };
  return { text, write, send, clear: () => write("") };
}

type Answer = ReturnType<typeof useAnswer>;

interface SendingProps extends Pick<ActProps, "over"> {
  readonly answer: Answer;
  /** What else is done once it is written. */
  readonly also?: () => Promise<unknown>;
  readonly told: string;
  readonly close: () => void;
}

/** Sends what was written in a dialog, which it ends. */
function useSending({ answer, also, told, over, close }: SendingProps) {
  const { busy, run, refusal } = useDeed();
  const submit = () =>
    void run(async () => {
      await answer.send();
      await also?.();
      answer.clear();
      close();
      over(true);
      say(told);
    });
  return { busy, wrong: refusal, submit, close, disabled: answer.text.trim() === "" };
}

function Words({ of, label, hint }: { of: Answer; label: string; hint?: string }) {
  return (
    <Textarea
      label={label}
      description={hint}
      autosize
      minRows={3}
      maxLength={wordsMax}
      data-autofocus
      value={of.text}
      onChange={(e) => of.write(e.target.value)}
    />
  );
}

/** Somebody calls me: what they said, and my answer. */
function Reply({ of, task, over, close }: ActProps & { close: () => void }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const name = useNameOf(of.by ?? undefined);
  const answer = useAnswer({ of, task }, "reply");
  const sending = useSending({ answer, told: t("tasks.notice.replied"), over, close });
  const said = standings
    .use()
    .get(task.id)
    ?.said.find((one) => one.by === of.by && one.mentions.includes(me));
  return (
    <Dialog title={t("tasks.notice.replyTitle", { title: of.title })} act={t("tasks.notice.send")} {...sending}>
      {said ? (
        <blockquote className={s.quoteText}>
          {name ? <b>{name} : </b> : null}
          {said.text}
        </blockquote>
      ) : null}
      <Words of={answer} label={t("tasks.notice.answer")} />
    </Dialog>
  );
}

/** It is not as it should be: who did it reads why, and finds it among what is under way. */
function SendBack({ of, task, over, close }: ActProps & { close: () => void }) {
  const { t } = useTranslation();
  const answer = useAnswer({ of, task }, "back");
  const [request] = useState(() => crypto.randomUUID());
  const reopen = async () => {
    const to = (await board(task.space)).columns.findLast((column) => column.state === "open");
    if (to) await changeTask(task.id, request, task.version, { place: { column: to.id } });
  };
  const sending = useSending({ answer, also: reopen, told: t("tasks.notice.sentBack"), over, close });
  return (
    <Dialog title={t("tasks.notice.backTitle", { title: of.title })} act={t("tasks.notice.back")} {...sending}>
      <Words of={answer} label={t("tasks.notice.why")} hint={t("tasks.notice.whyHint")} />
    </Dialog>
  );
}

/** What a notice of a task asks of me, done where it stands. */
export default function NoticeActs({ of: facts, open, over }: NoticeActsProps) {
  const { t } = useTranslation();
  const [writing, write] = useState(false);
  const of = calledBy(facts);
  const task = standings.use().get(of?.task ?? "")?.task;
  if (!of || !task || of.kind === "task_validated") return open;
  const { kind } = of;
  if (kind === "task_watched")
    return (
      <>
        {open}
        <Unwatch task={task} over={over} />
      </>
    );
  const close = () => write(false);
  const asks = kind === "task_mentioned" || kind === "task_to_validate";
  const Asking = kind === "task_mentioned" ? Reply : SendBack;
  return (
    <>
      {kind === "task_mentioned" ? null : <Finish task={task} over={over} validates={kind === "task_to_validate"} />}
      {asks ? (
        <Button size="xs" variant={kind === "task_mentioned" ? "light" : "subtle"} onClick={() => write(true)}>
          {kind === "task_mentioned" ? t("tasks.notice.reply") : t("tasks.notice.backDo")}
        </Button>
      ) : null}
      {open}
      {asks && writing ? <Asking of={of} task={task} over={over} close={close} /> : null}
    </>
  );
}
