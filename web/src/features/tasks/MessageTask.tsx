import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { space as oneSpace, type Space, spaces } from "../../api/spaces";
import { changeTask, makeTask, type Task, type Wished } from "../../api/tasks";
import { tie } from "../../api/taskTalk";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { plain } from "../../base/names";
import type { T } from "../../i18n";
import { useOneLine } from "../../message/MessageBody";
import { useConnected, useEvent } from "../../session/hooks";
import { bodyOfEvent } from "../../session/message";
import { personOf } from "../../session/people";
import { spaceAround } from "../../session/spaces";
import type { MessageDeedProps } from "../../shell/feature";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { titleFrom } from "./quoting";
import { TaskAudience } from "./TaskAudience";
import { tracingOf } from "./tracing";
import { taskPath, titleMax } from "./words";

function sentence(failure: unknown, t: T): string {
  const absent = failure instanceof Refusal && failure.code === "M_NOT_FOUND";
  return absent ? t("tasks.fromMessage.closed") : reasonOf(failure, t, t("tasks.fromMessage.forbidden"));
}

/** The boards on which I may have something to do; those of the space around the message come first. */
function useBoards(around: string | null) {
  const question = useCallback(async () => {
    const all = (await spaces()).filter((one) => one.role && !one.archived && one.apps?.includes("tasks"));
    return all.sort((a, b) => Number(b.space_id === around) - Number(a.space_id === around));
  }, [around]);
  return useAsked(question);
}

/** Who will see the task. */
function SeenBy({ of }: { of: string }) {
  const [asked] = useAsked(useCallback(() => oneSpace(of), [of]));
  if (asked.state !== "here") return null;
  return (
    <p>
      <TaskAudience space={asked.value} />
    </p>
  );
}

interface FormProps extends MessageDeedProps {
  readonly boards: readonly Space[];
  readonly title: string;
  readonly quote: string;
  readonly encrypted: boolean;
  readonly made: (task: Task) => void;
}

function Form({ boards, title: first, quote, encrypted, made, room, event, close }: FormProps) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, run, refusal } = useDeed(sentence);
  const [request] = useState(() => crypto.randomUUID());
  const [title, write] = useState(first);
  const [space, choose] = useState(boards[0]?.space_id ?? "");
  const [due, plan] = useState("");
  const [mine, take] = useState(false);
  const submit = () =>
    run(async () => {
      const set: Wished = {
        title: title.trim(),
        description: quote,
        ...(due ? { due } : {}),
        ...(mine ? { assignees: [me] } : {}),
      };
      const task = await makeTask(space, request, set);
      await tie(task.id, { kind: "message", room, event });
      made(task);
      close();
    });
  return (
    <Dialog
      title={t("tasks.fromMessage.title")}
      close={close}
      act={t("tasks.makeFirst")}
      busy={busy}
      disabled={title.trim() === "" || space === ""}
      wrong={refusal}
      submit={() => void submit()}
    >
      {boards.length === 0 ? <p>{t("tasks.fromMessage.none")}</p> : null}
      <TextInput
        data-autofocus
        label={t("tasks.field.title")}
        maxLength={titleMax}
        value={title}
        onChange={(e) => write(e.target.value)}
      />
      <NativeSelect
        label={t("tasks.fromMessage.board")}
        value={space}
        onChange={(e) => choose(e.target.value)}
        data={boards.map((one) => ({ value: one.space_id, label: plain(one.name) }))}
      />
      {space ? <SeenBy of={space} /> : null}
      {encrypted ? <p role="note">{t("tasks.fromMessage.encrypted")}</p> : null}
      <TextInput
        type="date"
        label={t("tasks.field.due")}
        min="1970-01-01"
        max="2200-12-31"
        value={due}
        onChange={(e) => plan(e.target.value)}
      />
      <Checkbox label={t("tasks.takeIt")} checked={mine} onChange={(e) => take(e.target.checked)} />
    </Dialog>
  );
}

/** A message becomes a task: its words the title, and each leads to the other. */
export default function MessageTask(props: MessageDeedProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const oneLine = useOneLine();
  const { client, me } = useConnected();
  const room = client.getRoom(props.room)!;
  const around = spaceAround(client, props.room, "tasks");
  const [asked, again] = useBoards(around);
  const event = useEvent(room, props.event);
  const made = (task: Task) => {
    void tracingOf(me, props.room, () => around).again();
    const undo = () =>
      void changeTask(task.id, crypto.randomUUID(), task.version, { archived: true }).then(
        () => tracingOf(me, props.room, () => around).again(),
        (why: unknown) => say(sentence(why, t)),
      );
    say(t("tasks.fromMessage.made"), undo, { name: t("tasks.fromMessage.open"), open: () => go(taskPath(task)) });
  };
  if (event === undefined || asked.state === "waiting") return null;
  const words = event ? oneLine(bodyOfEvent(event)) : "";
  const by = event ? personOf(room, event.getSender() ?? "").name : "";
  if (asked.state === "refused")
    return (
      <Dialog title={t("tasks.fromMessage.title")} close={props.close} act={t("ui.retry")} submit={again}>
        <p>{reasonOf(asked.why, t)}</p>
      </Dialog>
    );
  return (
    <Form
      {...props}
      boards={asked.value}
      title={titleFrom(words)}
      quote={words ? t("tasks.fromMessage.quote", { name: by, words }) : ""}
      encrypted={room.hasEncryptionStateEvent()}
      made={made}
    />
  );
}
