import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Task } from "../../api/tasks";
import type { T } from "../../i18n";
import { useTasks } from "./context";
import { queue } from "./queue";
import s from "./tasks.module.css";
import { useValueWords } from "./useValueWords";
import { fieldsOf, saidIn, type Wish } from "./wishes";
import { fieldName } from "./words";

function refusalOf(code: string | undefined, t: T): string {
  switch (code) {
    case "M_FORBIDDEN":
      return t("tasks.refused.forbidden");
    case "M_NOT_FOUND":
      return t("tasks.refused.gone");
    case "M_INVALID_PARAM":
      return t("tasks.refused.unfit");
    default:
      return t("tasks.refused.other");
  }
}

/** The value of a field as the task stands. */
const standing = (task: Task, field: string): unknown =>
  field === "place" ? { column: task.column } : saidIn(task, field);

function Trouble({ of }: { of: Wish }) {
  const { t } = useTranslation();
  const { followed, board } = useTasks();
  const words = useValueWords();
  const title = of.theirs?.title ?? followed.cards.get(of.task)?.title ?? of.set.title ?? t("tasks.one");
  const outrun = of.state === "outrun" && of.theirs;
  return (
    <div className={s.trouble}>
      <p>
        {outrun
          ? fieldsOf(of.set)
              .map((field) =>
                t("tasks.outrun", {
                  title,
                  field: fieldName(field, board, t),
                  theirs: words(field, standing(outrun, field)),
                  mine: words(field, saidIn(of.set, field)),
                }),
              )
              .join(" ")
          : t("tasks.refused", { title, why: refusalOf(of.why, t) })}
      </p>
      <Button variant="light" size="xs" onClick={() => queue.now()?.insist(of.id)}>
        {outrun ? t("tasks.takeMine") : t("tasks.tryAgain")}
      </Button>
      <Button variant="subtle" size="xs" data-quiet onClick={() => queue.now()?.drop(of.id)}>
        {outrun ? t("tasks.keepTheirs") : t("tasks.giveUp")}
      </Button>
    </div>
  );
}

/** As many of one kind are told as one. */
const alikeMin = 3;
const namedMax = 5;

/** Many that were refused for the same reason. */
function ManyTroubles({ of }: { of: readonly Wish[] }) {
  const { t } = useTranslation();
  const { followed } = useTasks();
  const titles = of.slice(0, namedMax).map((w) => followed.cards.get(w.task)?.title ?? w.set.title ?? t("tasks.one"));
  const each = (what: (id: number) => void) => {
    for (const w of of) what(w.id);
  };
  return (
    <div className={s.trouble}>
      <p>
        {t("many.refused", { count: of.length, why: refusalOf(of[0]?.why, t) })} {titles.join(" · ")}
        {of.length > namedMax ? ` ${t("many.more", { count: of.length - namedMax })}` : null}
      </p>
      <Button variant="light" size="xs" onClick={() => each((id) => queue.now()?.insist(id))}>
        {t("tasks.tryAgain")}
      </Button>
      <Button variant="subtle" size="xs" data-quiet onClick={() => each((id) => queue.now()?.drop(id))}>
        {t("tasks.giveUp")}
      </Button>
    </div>
  );
}

/** What I wished and did not get: whose value stands, and the way to take mine again. */
export function Troubles() {
  const { wishes } = useTasks();
  const refused = Map.groupBy(
    wishes.filter((w) => w.state === "refused"),
    (w) => w.why ?? "",
  );
  const alike = [...refused.values()].filter((all) => all.length >= alikeMin);
  const told = new Set(alike.flat());
  const rest = wishes.filter((w) => (w.state === "outrun" || w.state === "refused") && !told.has(w));
  return (
    <div className={s.troubles} role="alert">
      {alike.map((all) => (
        <ManyTroubles key={all[0]?.why ?? ""} of={all} />
      ))}
      {rest.map((w) => (
        <Trouble key={w.id} of={w} />
      ))}
    </div>
  );
}
