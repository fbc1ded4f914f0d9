import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { Task } from "../../api/tasks";
import { type Target, tie, untie } from "../../api/taskTalk";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { useOverview } from "../../session/hooks";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { useTasks } from "./context";
import { TaskFinder } from "./TaskFinder";
import { targetOf } from "./targets";

const sentence = (failure: unknown, t: T): string =>
  failure instanceof Refusal && failure.code === "M_INVALID_PARAM"
    ? t("tasks.links.absent")
    : reasonOf(failure, t, t("tasks.refused.forbidden"));

/** Ties a task to another one, found by its title, or to whatever a pasted address leads to. */
export function LinkDialog({ of, tied, close }: { of: Task; tied: () => void; close: () => void }) {
  const { t } = useTranslation();
  const { space } = useTasks();
  const overview = useOverview();
  const { busy, run, refuse, refusal } = useDeed(sentence);
  const [text, write] = useState("");
  const feedOf = (id: string) =>
    id === space.space_id ? (space.feed_room ?? null) : (overview.spaces.find((one) => one.id === id)?.feed ?? null);
  const target = targetOf(text, location.origin, feedOf);
  const link = (to: Target) =>
    void run(async () => {
      const made = await tie(of.id, to);
      tied();
      say(t("tasks.links.made"), () => void untie(of.id, made.id).then(tied, tied));
      close();
    });
  return (
    <Dialog
      title={t("tasks.links.title")}
      close={close}
      act={t("tasks.links.act")}
      busy={busy}
      disabled={text.trim() === ""}
      wrong={refusal}
      submit={() => (target ? link(target) : refuse((t) => t("tasks.links.unfit")))}
    >
      <TaskFinder
        label={t("tasks.links.what")}
        hint={t("tasks.links.hint")}
        text={text}
        write={write}
        choose={(card) => link({ kind: "task", task: card.id })}
        without={(card) => card.id === of.id}
      />
    </Dialog>
  );
}
