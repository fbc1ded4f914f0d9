import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { changeTask, type Task } from "../../api/tasks";
import { tie } from "../../api/taskTalk";
import { useOneLine } from "../../message/MessageBody";
import { titleFrom } from "../../message/titleFrom";
import { useConnected, useEvent } from "../../session/hooks";
import { bodyOfEvent } from "../../session/message";
import { personOf } from "../../session/people";
import { spaceAround } from "../../session/spaces";
import type { MessageDeedProps } from "../../shell/feature";
import { say } from "../../shell/toast";
import { NewTask, notMade } from "./NewTask";
import { tracingOf } from "./tracing";
import { taskPath } from "./words";

/** A message becomes a task: its words the title, and each leads to the other. */
export default function MessageTask({ room: id, event: eventId, close }: MessageDeedProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const oneLine = useOneLine();
  const { client, me } = useConnected();
  const room = client.getRoom(id)!;
  const around = spaceAround(client, id, "tasks");
  const tracing = tracingOf(me, id, () => around);
  const event = useEvent(room, eventId);
  const made = async (task: Task) => {
    await tie(task.id, { kind: "message", room: id, event: eventId, way: "from" });
    void tracing.again();
    const undo = () =>
      void changeTask(task.id, crypto.randomUUID(), task.version, { archived: true }).then(
        () => tracing.again(),
        (why: unknown) => say(notMade(why, t)),
      );
    say(t("tasks.fromMessage.made"), undo, { name: t("tasks.fromMessage.open"), open: () => go(taskPath(task)) });
  };
  if (event === undefined) return null;
  const words = event ? oneLine(bodyOfEvent(event)) : "";
  const name = event ? personOf(room, event.getSender() ?? "").name : "";
  return (
    <NewTask
      quotes
      close={close}
      first={{ title: titleFrom(words), description: words && t("tasks.fromMessage.quote", { name, words }) }}
      near={around}
      note={room.hasEncryptionStateEvent() ? <p role="note">{t("tasks.fromMessage.encrypted")}</p> : null}
      made={made}
    />
  );
}
