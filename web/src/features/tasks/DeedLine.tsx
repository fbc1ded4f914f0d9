import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Task } from "../../api/tasks";
import { restoreComment, type TaskDeed, type TaskLink, tie, untie } from "../../api/taskTalk";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { dateOf, timeOf } from "../../i18n/dates";
import { Face, Outsider, Wrong } from "../../ui/parts";
import { useTasks } from "./context";
import s from "./tasks.module.css";

/** The other end of a link, in words. */
function endOf(link: TaskLink, t: T): string {
  switch (link.kind) {
    case "message":
      return t("tasks.history.aMessage");
    case "media":
      return link.name;
    case "task":
    case "thing":
      return link.title;
  }
}

function wordsOf({ did, by, link, comment }: TaskDeed, nameOf: (id: string) => string, t: T): string {
  if (link) {
    const what = endOf(link, t);
    const file = link.kind === "media";
    if (did === "tied") return file ? t("tasks.history.attached", { what }) : t("tasks.history.tied", { what });
    return file ? t("tasks.history.detached", { what }) : t("tasks.history.untied", { what });
  }
  const name = nameOf(comment?.by ?? "");
  const own = comment?.by === by;
  if (did === "unsaid") return own ? t("tasks.history.unsaidOwn") : t("tasks.history.unsaid", { name });
  return own ? t("tasks.history.resaidOwn") : t("tasks.history.resaid", { name });
}

/** What brings back what was there before; null where there is no way, or it is for others to do. */
function useBack({ did, by, link, comment }: TaskDeed, task: Task, mine: boolean) {
  const { me, may } = useTasks();
  if (link) return mine ? () => (did === "tied" ? untie(task.id, link.id) : tie(task.id, link)) : null;
  const restorable = did === "unsaid" && comment?.kept && may.make && (by === me || may.arrange);
  return restorable ? () => restoreComment(task.id, comment.id) : null;
}

/** What somebody did about a task besides its fields. */
export function DeedLine({
  of,
  task,
  mine,
  changed,
}: {
  of: TaskDeed;
  task: Task;
  mine: boolean;
  changed: () => void;
}) {
  const { t } = useTranslation();
  const { personOf } = useTasks();
  const { busy, run, refusal } = useDeed();
  const back = useBack(of, task, mine);
  const who = personOf(of.by);
  return (
    <li className={s.change}>
      <Face of={who} size={22} />
      <div>
        <b>{who.name}</b> <Outsider id={of.by} /> <time>{`${dateOf(of.at)}, ${timeOf(of.at)}`}</time>
        <p>{wordsOf(of, (id) => personOf(id).name, t)}</p>
        {back ? (
          <Button
            variant="subtle"
            size="xs"
            data-quiet
            loading={busy}
            onClick={() => void run(() => back().then(changed))}
          >
            {of.comment ? t("tasks.comment.back") : t("tasks.history.undo")}
          </Button>
        ) : null}
        <Wrong>{refusal}</Wrong>
      </div>
    </li>
  );
}
