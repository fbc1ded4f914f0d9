import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { space as oneSpace, spaces } from "../../api/spaces";
import { makeTask, type Task, type Wished } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { plain } from "../../base/names";
import type { T } from "../../i18n";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { TaskAudience } from "./TaskAudience";
import { titleMax } from "./words";

/** Why a task was not made on the board that was chosen. */
export function notMade(failure: unknown, t: T): string {
  const absent = failure instanceof Refusal && failure.code === "M_NOT_FOUND";
  return absent ? t("tasks.fromMessage.closed") : reasonOf(failure, t, t("tasks.fromMessage.forbidden"));
}

/** The boards on which I may have something to do; the one that is near comes first. */
function useBoards(near: string | null) {
  const question = useCallback(async () => {
    const all = (await spaces()).filter((one) => one.role && !one.archived && one.apps?.includes("tasks"));
    return all.sort((a, b) => Number(b.space_id === near) - Number(a.space_id === near));
  }, [near]);
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

interface NewTaskProps {
  /** It is made of a message. */
  readonly quotes?: boolean;
  readonly close: () => void;
  /** What it says before anybody writes; and whether it is to be mine. */
  readonly first?: Pick<Wished, "title" | "description">;
  readonly mine?: boolean;
  /** The space whose board is meant, probably. */
  readonly near?: string | null;
  readonly note?: ReactNode;
  /** What follows: it belongs to the making, and is tried again with it. */
  readonly made: (task: Task) => Promise<void> | void;
}

/** A new task on any of my boards. */
export function NewTask({ quotes, close, first = {}, mine: own = false, near = null, note, made }: NewTaskProps) {
  const { t } = useTranslation();
  const me = account.use()?.userId ?? "";
  const { busy, run, refusal } = useDeed(notMade);
  const [asked, again] = useBoards(near);
  const [request] = useState(() => crypto.randomUUID());
  const [name, write] = useState(first.title ?? "");
  const [chosen, choose] = useState<string | null>(null);
  const [due, plan] = useState("");
  const [mine, take] = useState(own);
  const boards = asked.state === "here" ? asked.value : [];
  const space = chosen ?? boards[0]?.space_id ?? "";
  const submit = () =>
    run(async () => {
      const { description } = first;
      const more = { ...(description ? { description } : {}), ...(due ? { due } : {}) };
      const set: Wished = { title: name.trim(), ...more, ...(mine ? { assignees: [me] } : {}) };
      await made(await makeTask(space, request, set));
      close();
    });
  return (
    <Dialog
      title={quotes ? t("tasks.fromMessage.title") : t("tasks.new")}
      close={close}
      act={t("tasks.makeFirst")}
      busy={busy}
      disabled={name.trim() === "" || space === ""}
      wrong={refusal}
      submit={() => void submit()}
    >
      <TextInput
        data-autofocus
        label={t("tasks.field.title")}
        maxLength={titleMax}
        value={name}
        onChange={(e) => write(e.target.value)}
      />
      <Answered of={asked} again={again} failed={t("tasks.failed")}>
        {() =>
          boards.length === 0 ? (
            <p>{t("tasks.fromMessage.none")}</p>
          ) : (
            <NativeSelect
              label={t("tasks.fromMessage.board")}
              value={space}
              onChange={(e) => choose(e.target.value)}
              data={boards.map((one) => ({ value: one.space_id, label: plain(one.name) }))}
            />
          )
        }
      </Answered>
      {space ? <SeenBy of={space} /> : null}
      {note}
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
