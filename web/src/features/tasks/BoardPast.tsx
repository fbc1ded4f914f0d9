import { Button } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Board, boardHistory, type Change } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { dateOf, timeOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { Face, Outsider, Wrong } from "../../ui/parts";
import { type Arrangement, useArranging } from "./arranging";
import { useTasks } from "./context";
import { type Arranged, type Arranging, arrangings } from "./past";
import s from "./tasks.module.css";
import { type Version, versionsOf } from "./useHistory";

function columnWords({ did, name, was = "", limit = 0 }: Arranging, t: T): string {
  switch (did) {
    case "added":
      return t("tasks.past.columns.added", { name });
    case "removed":
      return t("tasks.past.columns.removed", { name });
    case "renamed":
      return t("tasks.past.columns.renamed", { name, was });
    case "limited":
      return t("tasks.past.columns.limited", { name, limit });
    case "unlimited":
      return t("tasks.past.columns.unlimited", { name });
    case "changed":
      return t("tasks.past.columns.changed", { name });
    case "moved":
      return t("tasks.past.columns.moved");
  }
}

function labelWords({ did, name, was = "" }: Arranging, t: T): string {
  switch (did) {
    case "added":
      return t("tasks.past.labels.added", { name });
    case "removed":
      return t("tasks.past.labels.removed", { name });
    case "renamed":
      return t("tasks.past.labels.renamed", { name, was });
    case "moved":
      return t("tasks.past.labels.moved");
    default:
      return t("tasks.past.labels.changed", { name });
  }
}

function fieldWords({ did, name, was = "" }: Arranging, t: T): string {
  switch (did) {
    case "added":
      return t("tasks.past.fields.added", { name });
    case "removed":
      return t("tasks.past.fields.removed", { name });
    case "renamed":
      return t("tasks.past.fields.renamed", { name, was });
    case "moved":
      return t("tasks.past.fields.moved");
    default:
      return t("tasks.past.fields.changed", { name });
  }
}

function wordsOf({ field, from, to }: Change, t: T): readonly string[] {
  const all = arrangings(from as readonly Arranged[], to as readonly Arranged[]);
  const words = field === "columns" ? columnWords : field === "labels" ? labelWords : fieldWords;
  return all.map((one) => words(one, t));
}

/** The board as it was before somebody arranged it. */
const before = ({ changes }: Version): Arrangement =>
  Object.fromEntries(changes.map(({ field, from }) => [field, from]));
/** What stands of it now. */
const now = ({ changes }: Version, board: Board): Arrangement =>
  Object.fromEntries(changes.map(({ field }) => [field, board[field as keyof Arrangement] ?? []]));

function Line({ of, busy, back }: { of: Version; busy: boolean; back: () => void }) {
  const { t } = useTranslation();
  const { personOf } = useTasks();
  const by = of.changes[0]?.by ?? "";
  const who = personOf(by);
  return (
    <li className={s.change}>
      <Face of={who} size={22} />
      <div>
        <b>{who.name}</b> <Outsider id={by} /> <time>{`${dateOf(of.at)}, ${timeOf(of.at)}`}</time>
        {of.changes.flatMap((change) =>
          wordsOf(change, t).map((words) => <p key={`${change.field} ${words}`}>{words}</p>),
        )}
        <Button variant="subtle" size="xs" data-quiet disabled={busy} onClick={back}>
          {t("tasks.past.back")}
        </Button>
      </div>
    </li>
  );
}

/** What became of the board, who did it, and when; each time there is a way back to before. */
export function BoardPast({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { space, board } = useTasks();
  const { act, busy, refusal } = useArranging();
  const { busy: reading, run, refusal: unread } = useDeed();
  const question = useCallback(
    () => (board.version >= 0 ? boardHistory(space.space_id) : Promise.reject()),
    [space.space_id, board.version],
  );
  const [asked, again] = useAsked(question);
  const [older, add] = useState<{ changes: readonly Change[]; next: number | undefined } | null>(null);
  const first = asked.state === "here" ? asked.value : null;
  const next = older ? older.next : first?.next;
  const more = () =>
    void run(async () => {
      const page = await boardHistory(space.space_id, next);
      add({ changes: [...(older?.changes ?? []), ...page.changes], next: page.next });
    });
  const known = new Set((first?.changes ?? []).map(({ version }) => version));
  const all = [...(first?.changes ?? []), ...(older?.changes ?? []).filter(({ version }) => !known.has(version))];
  const back = (to: Version) =>
    act(
      () => before(to),
      t("tasks.past.backDone"),
      () => now(to, board),
    );
  return (
    <Dialog title={t("tasks.past.title")} close={close} act={t("tasks.labels.end")} only wrong={refusal} submit={close}>
      <Answered of={asked} again={again} failed={t("tasks.past.failed")}>
        {() => (
          <>
            {all.length === 0 ? <p className={s.about}>{t("tasks.past.none")}</p> : null}
            <ul>
              {versionsOf(all).map((one) => (
                <Line key={one.version} of={one} busy={busy} back={() => void back(one)} />
              ))}
            </ul>
            {next === undefined ? null : (
              <Button variant="subtle" size="xs" data-quiet loading={reading} onClick={more}>
                {t("tasks.past.older")}
              </Button>
            )}
            <Wrong>{unread}</Wrong>
          </>
        )}
      </Answered>
    </Dialog>
  );
}
