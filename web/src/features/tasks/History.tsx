import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Board, Change, Custom, Step, Task, Wished } from "../../api/tasks";
import { dateOf, timeOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { Face, Outsider, Wrong } from "../../ui/parts";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { DeedLine } from "./DeedLine";
import { type StepChange, stepChanges } from "./steps";
import s from "./tasks.module.css";
import { useHistory, type Version } from "./useHistory";
import { useValueWords } from "./useValueWords";
import { customId, customWord, wishOf } from "./wishes";
import { fieldName } from "./words";

const valuesIn = (value: unknown): Custom => (value ?? {}) as Custom;

/** What became of the fields of the board, each for itself. */
function apart(of: Change): readonly Change[] {
  if (of.field !== "custom") return [of];
  const [from, to] = [valuesIn(of.from), valuesIn(of.to)];
  const ids = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return ids.map((id) => ({ ...of, field: customWord(id), from: from[id] ?? null, to: to[id] ?? null }));
}

/** What was, as a wish that brings it back; of fields that the board has no more, nothing. */
const undone = (changes: readonly Change[], board: Board): Wished =>
  wishOf(
    changes
      .flatMap(apart)
      .filter(
        ({ field }) => (board.fields ?? []).some(({ id }) => customWord(id) === field) || customId(field) === null,
      )
      .map(({ field, from }) => [field, from]),
  );

/** What became of the steps, one line each. */
function Steps({ of }: { of: Change }) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const words = ({ did, text }: StepChange): string => {
    switch (did) {
      case "ticked":
        return t("tasks.steps.did.ticked", { text });
      case "unticked":
        return t("tasks.steps.did.unticked", { text });
      case "added":
        return t("tasks.steps.did.added", { text });
      case "removed":
        return t("tasks.steps.did.removed", { text });
      case "reworded":
        return t("tasks.steps.did.reworded", { text });
      case "moved":
        return t("tasks.steps.did.moved");
    }
  };
  const changes = stepChanges((of.from ?? []) as readonly Step[], (of.to ?? []) as readonly Step[]);
  return changes.map((one) => (
    <p key={`${one.did} ${one.text}`}>
      {t("tasks.history.changed", { field: fieldName("checklist", board, t) })} <ins>{words(one)}</ins>
    </p>
  ));
}

function Line({ of, task, mine }: { of: Version; task: Task; mine: boolean }) {
  const { t } = useTranslation();
  const { personOf, board } = useTasks();
  const { change } = useActs();
  const words = useValueWords();
  const { by, at } = of.changes[0]!;
  const who = personOf(by);
  const undo = () => change(task, undone(of.changes, board));
  return (
    <li className={s.change}>
      <Face of={who} size={22} />
      <div>
        <b>{who.name}</b> <Outsider id={by} /> <time>{`${dateOf(at)}, ${timeOf(at)}`}</time>
        {of.version === 1 ? <p>{t("tasks.history.made")}</p> : null}
        {of.version === 1
          ? null
          : of.changes.flatMap(apart).map((c) =>
              c.field === "checklist" ? (
                <Steps key={c.field} of={c} />
              ) : (
                <p key={c.field}>
                  {t("tasks.history.changed", { field: fieldName(c.field, board, t) })}{" "}
                  <del>{words(c.field, c.from)}</del> <ins>{words(c.field, c.to)}</ins>
                </p>
              ),
            )}
        {mine && of.version > 1 ? (
          <Button variant="subtle" size="xs" data-quiet onClick={undo}>
            {t("tasks.history.undo")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Lines({ of, mine }: { of: Task; mine: boolean }) {
  const { t } = useTranslation();
  const { asked, again, all, more, busy, refusal } = useHistory(of);
  return (
    <Answered of={asked} again={again} failed={t("tasks.history.failed")}>
      {() => (
        <>
          <ul>
            {all.length === 0 && !more ? <li className={s.about}>{t("tasks.history.none")}</li> : null}
            {all.map((one) =>
              "version" in one ? (
                <Line key={one.version} of={one} task={of} mine={mine} />
              ) : (
                <DeedLine
                  key={`${one.at} ${one.did} ${one.link?.id ?? one.comment?.id}`}
                  of={one}
                  task={of}
                  mine={mine}
                  changed={again}
                />
              ),
            )}
          </ul>
          {more ? (
            <Button variant="subtle" size="xs" data-quiet loading={busy} onClick={more}>
              {t("tasks.history.older")}
            </Button>
          ) : null}
          <Wrong>{refusal}</Wrong>
        </>
      )}
    </Answered>
  );
}

/** Who changed what, and when; every change can be taken back. */
export function History({ of, mine }: { of: Task; mine: boolean }) {
  const { t } = useTranslation();
  const [open, show] = useState(false);
  return (
    <section className={s.sec}>
      <h4>{t("tasks.history")}</h4>
      {open ? (
        <Lines of={of} mine={mine} />
      ) : (
        <Button variant="subtle" size="xs" data-quiet onClick={() => show(true)}>
          {t("tasks.history.show")}
        </Button>
      )}
    </section>
  );
}
