import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Card, Task } from "../../api/tasks";
import { Dialog } from "../../ui/Dialog";
import { Badge } from "../../ui/parts";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { TaskFinder } from "./TaskFinder";
import s from "./tasks.module.css";

/** As deep as parts may have parts. */
const deepMax = 50;

/** The tasks that a task is part of, the outermost first. */
export function aboveOf(all: ReadonlyMap<string, Card>, of: Pick<Card, "parent">): readonly Card[] {
  const above: Card[] = [];
  for (let next = of.parent; next && above.length < deepMax; ) {
    const card = all.get(next);
    if (!card) break;
    above.unshift(card);
    next = card.parent;
  }
  return above;
}

/** What a task is part of, and that it was put away. */
export function Above({ of, hrefOf }: { of: Task; hrefOf: (id: string) => string }) {
  const { t } = useTranslation();
  const { all } = useTasks();
  const above = aboveOf(all, of);
  if (above.length === 0 && !of.archived) return null;
  return (
    <div className={s.above}>
      {above.length > 0 ? (
        <nav aria-label={t("tasks.field.parent")}>
          {above.map((card) => (
            <Link key={card.id} className="cut" href={hrefOf(card.id)}>
              {card.title}
            </Link>
          ))}
        </nav>
      ) : null}
      {of.archived ? <Badge>{t("tasks.archivedBadge")}</Badge> : null}
    </div>
  );
}

/** Makes a task a part of another one, or of none. */
export function MoveUnder({ of, close }: { of: Task; close: () => void }) {
  const { t } = useTranslation();
  const { all } = useTasks();
  const { set } = useActs();
  const [text, write] = useState("");
  const put = (parent: string | null) => {
    if (parent !== (of.parent ?? null)) set(of, { parent });
    close();
  };
  const inside = (card: Card) => card.id === of.id || aboveOf(all, card).some((one) => one.id === of.id);
  return (
    <Dialog
      title={t("tasks.under.title")}
      close={close}
      act={t("tasks.under.none")}
      disabled={!of.parent}
      submit={() => put(null)}
    >
      <TaskFinder
        label={t("tasks.filter.text")}
        text={text}
        write={write}
        choose={(card) => put(card.id)}
        without={(card) => inside(card) || card.id === of.parent}
      />
    </Dialog>
  );
}
