import { Button } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Board, type Change, type Custom, type Step, type Task, taskHistory, type Wished } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { dateOf, timeOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { Face, Outsider, Wrong } from "../../ui/parts";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { type StepChange, stepChanges } from "./steps";
import s from "./tasks.module.css";
import { useValueWords } from "./useValueWords";
import { customId, customWord, wishOf } from "./wishes";
import { fieldName } from "./words";

/** What one person changed at once. */
interface Version {
  readonly version: number;
  readonly changes: readonly Change[];
}

/** The changes of each version together, the latest first. */
export function versionsOf(changes: readonly Change[]): readonly Version[] {
  const versions: { version: number; changes: Change[] }[] = [];
  for (const change of changes) {
    const last = versions.at(-1);
    if (last?.version === change.version) last.changes.push(change);
    else versions.push({ version: change.version, changes: [change] });
  }
  return versions;
}

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

/** The history of a task, and what came before what is told of it. */
function useHistory(of: Task) {
  // Every version has something new to tell.
  const question = useCallback(() => (of.version >= 0 ? taskHistory(of.id) : Promise.reject()), [of.id, of.version]);
  const [asked, again] = useAsked(question);
  const [older, add] = useState<{ changes: readonly Change[]; next: number | undefined } | null>(null);
  const { busy, run, refusal } = useDeed();
  const value = asked.state === "here" ? asked.value : null;
  const next = older ? older.next : value?.next;
  const more = () =>
    void run(async () => {
      const page = await taskHistory(of.id, next);
      add({ changes: [...(older?.changes ?? []), ...page.changes], next: page.next });
    });
  // What is told first goes on with every change: what was read of a version is read once.
  const seen = new Set<string>();
  const all = [...(value?.changes ?? []), ...(older?.changes ?? [])].filter(({ version, field }) => {
    const known = seen.has(`${version} ${field}`);
    seen.add(`${version} ${field}`);
    return !known;
  });
  return { asked, again, all, more: next === undefined ? null : more, busy, refusal };
}

function Lines({ of, mine }: { of: Task; mine: boolean }) {
  const { t } = useTranslation();
  const { asked, again, all, more, busy, refusal } = useHistory(of);
  return (
    <Answered of={asked} again={again} failed={t("tasks.history.failed")}>
      {() => (
        <>
          <ul>
            {all.length === 0 ? <li className={s.about}>{t("tasks.history.none")}</li> : null}
            {versionsOf(all).map((version) => (
              <Line key={version.version} of={version} task={of} mine={mine} />
            ))}
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
