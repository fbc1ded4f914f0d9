import { useTranslation } from "react-i18next";
import type { Board, Card, Place, Task, Wished } from "../../api/tasks";
import type { Template } from "../../api/taskTemplates";
import type { T } from "../../i18n";
import { daysLater } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { announced, useTasks } from "./context";
import { spotOf } from "./order";
import { queue } from "./queue";
import { fieldsOf, saidIn, wishOf } from "./wishes";
import { columnName, fieldName } from "./words";

const lists: Wished = { assignees: [], watchers: [], labels: [], waits_for: [], checklist: [] };

/** The values that a change is about to write over, as a change that brings them back. */
function before(card: Card | Task, set: Wished): Wished {
  const { column, rank } = card;
  const was = { ...card, place: rank === "" ? { column } : { column, rank } };
  return wishOf(fieldsOf(set).map((field) => [field, saidIn(was, field) ?? saidIn(lists, field) ?? null]));
}

const changedWords = (set: Wished, board: Board, t: T): string =>
  t("tasks.changed", {
    field: fieldsOf(set)
      .map((field) => fieldName(field, board, t))
      .join(", "),
  });

/** What makes tasks: it is said, with the way back. */
function useMaking() {
  const { t } = useTranslation();
  const { space, following, today } = useTasks();
  /** What was just made goes; what was made by a template, with its parts. */
  const unmake = (names: readonly string[]) => {
    const ids = names.map((name) => queue.now()?.named.get(name) ?? name);
    const parts = [...following.shown.now().cards.values()].filter((card) => ids.includes(card.parent ?? ""));
    for (const id of [...parts.map((card) => card.id), ...names]) queue.now()?.unmake(space.space_id, id);
    say(t("tasks.unmade", { count: ids.length }));
  };
  return {
    /** Makes some tasks and says so, with the way back, which is one as well. */
    make: (all: readonly Wished[], said: string) => {
      const names = all.flatMap((wished) => queue.now()?.make(space.space_id, wished) ?? []);
      say(said, () => unmake(names));
    },
    makeBy: (of: Template) => {
      const { title, ...set } = of.set;
      const due = of.due_in_days === undefined ? {} : { due: daysLater(today, of.due_in_days) };
      const name = queue.now()?.makeBy(space.space_id, of.id, today, { title, ...set, ...due });
      say(t("templates.used", { name: of.name }), name === undefined ? undefined : () => unmake([name]));
    },
  };
}

/** What one may do: each is shown at once, and can be undone. */
export function useActs() {
  const { t } = useTranslation();
  const { board, columns, following } = useTasks();
  /** `base`: the version at which somebody began to write; otherwise what is shown is what counts. */
  const change = (card: Card, set: Wished, base?: number) => {
    const version = base ?? following.shown.now().cards.get(card.id)?.version ?? card.version;
    queue.now()?.change({ id: card.id, space: card.space, version }, set);
  };
  /** Changes something and says so, with the way back. */
  const set = (card: Card | Task, wished: Wished, said = changedWords(wished, board, t), base?: number) => {
    const back = before(card, wished);
    change(card, wished, base);
    say(said, () => change(card, back));
  };
  /** `more` changes with it: what the lane says where it comes to, by the name of that lane. */
  const move = (card: Card, place: Place, position: number, more: Wished = {}, lane?: string) => {
    const wished = { ...more, place };
    change(card, wished);
    const column = columnName(board, place.column);
    const where = { title: card.title, column, position };
    announced.set(lane ? t("tasks.announce.lane", { ...where, lane }) : t("tasks.announce.moved", where));
    const regrouped = fieldsOf(more).length > 0;
    if (place.column === card.column && !regrouped) return;
    const undo = card.rank === "" ? undefined : () => change(card, before(card, wished));
    say(regrouped ? changedWords(more, board, t) : t("tasks.moved", { column }), undo);
  };
  const seen = (card: Card) => ({
    id: card.id,
    space: card.space,
    version: following.shown.now().cards.get(card.id)?.version ?? card.version,
  });
  /** Changes many as one, and says nothing of it. */
  const changeAll = (cards: readonly Card[], wishedOf: (card: Card) => Wished) =>
    queue.now()?.changeAll(cards.map((card) => ({ of: seen(card), set: wishedOf(card) })));
  /** The same, and says so, with the way back, which is one as well. */
  const setAll = (cards: readonly Card[], wishedOf: (card: Card) => Wished, said: string) => {
    const back = new Map(cards.map((card) => [card.id, before(card, wishedOf(card))]));
    changeAll(cards, wishedOf);
    say(said, () => changeAll(cards, (card) => back.get(card.id) ?? {}));
  };
  return {
    ...useMaking(),
    change,
    set,
    changeAll,
    setAll,
    move,
    /** Says why a card may not go there. */
    bar: () => {
      announced.set(t("tasks.validate.apart"));
      say(t("tasks.validate.apart"));
    },
    /** To the end of another column. */
    moveTo: (card: Card, column: string) => {
      const others = (columns.get(column) ?? []).length - (spotOf(columns, card.id)?.column === column ? 1 : 0);
      move(card, { column }, others + 1);
    },
    archive: (card: Card, archived: boolean) =>
      set(card, { archived }, archived ? t("tasks.archived") : t("tasks.restored")),
  };
}
