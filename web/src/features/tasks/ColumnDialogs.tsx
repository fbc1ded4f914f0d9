import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Card, type Column, type TaskState, taskPage } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { useActs } from "./acts";
import { freshId, useArranging, withColumn } from "./arranging";
import { useTasks } from "./context";
import { queue } from "./queue";
import { stateName } from "./words";

const nameMax = 60;
const limitMax = 10_000;
const states: readonly TaskState[] = ["open", "done", "validated"];
type Shape = Pick<Column, "name" | "state" | "limit">;

interface FieldsProps {
  readonly of: Shape;
  readonly set: (next: Shape) => void;
  /** Tasks stand there. */
  readonly fixed: boolean;
  /** It is the first of the board. */
  readonly first: boolean;
}

/** What a column is called, what its tasks are, and how many it should hold. */
function Fields({ of, set, fixed, first }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        data-autofocus
        label={t("tasks.column.name")}
        maxLength={nameMax}
        value={of.name}
        onChange={(e) => set({ ...of, name: e.target.value })}
      />
      <NativeSelect
        label={t("tasks.column.state")}
        description={fixed ? t("tasks.column.fixed") : t("tasks.column.stateHint")}
        disabled={fixed}
        value={of.state}
        onChange={(e) => set({ ...of, state: e.target.value as TaskState })}
        data={states.map((state) => ({ value: state, label: stateName(state, t, first) }))}
      />
      <NumberInput
        label={t("tasks.column.limit")}
        description={t("tasks.column.limitHint")}
        min={1}
        max={limitMax}
        allowDecimal={false}
        value={of.limit ?? ""}
        onChange={(next) => set({ ...of, limit: next === "" ? null : Number(next) })}
      />
    </>
  );
}

/** Before the first column whose tasks are further. */
function placeFor(columns: readonly Column[], state: TaskState): number {
  const further = columns.findIndex((c) => states.indexOf(c.state) > states.indexOf(state));
  return further < 0 ? columns.length : further;
}

/** Those who may not validate bring to it what they have done, and there is no other such column. */
const isOnlyDone = (columns: readonly Column[], of: Column): boolean =>
  of.state === "done" && !columns.some((c) => c.id !== of.id && c.state === "done");

/** A column more, before those whose tasks are further or at a place of the board. */
export function NewColumn({ close, at }: { close: () => void; at?: number }) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const { act, busy, refusal } = useArranging();
  const [shape, set] = useState<Shape>({ name: "", state: "open", limit: null });
  const submit = async () => {
    const column: Column = { ...shape, id: freshId(), name: shape.name.trim() };
    const made = await act(
      ({ columns }) => {
        const index = at ?? placeFor(columns, shape.state);
        return { columns: [...columns.slice(0, index), column, ...columns.slice(index)] };
      },
      t("tasks.column.made", { column: column.name }),
      ({ columns }) => ({ columns: columns.filter((c) => c.id !== column.id) }),
    );
    if (made) close();
  };
  return (
    <Dialog
      title={t("tasks.column.newTitle")}
      close={close}
      act={t("tasks.column.make")}
      disabled={shape.name.trim() === ""}
      busy={busy}
      wrong={refusal}
      submit={() => void submit()}
    >
      <Fields of={shape} set={set} fixed={false} first={(at ?? placeFor(board.columns, shape.state)) === 0} />
    </Dialog>
  );
}

export function EditColumn({ of, close }: { of: Column; close: () => void }) {
  const { t } = useTranslation();
  const { board, followed } = useTasks();
  const { act, busy, refusal } = useArranging();
  const [shape, set] = useState<Shape>(of);
  const stand = [...followed.cards.values()].some((card) => card.column === of.id);
  const submit = async () => {
    const next: Column = { ...of, ...shape, name: shape.name.trim() };
    const done = await act(
      (board) => withColumn(board, next),
      t("tasks.column.changed", { column: next.name }),
      (board) => withColumn(board, of),
    );
    if (done) close();
  };
  return (
    <Dialog
      title={t("tasks.column.editTitle")}
      close={close}
      act={t("tasks.keep")}
      disabled={shape.name.trim() === ""}
      busy={busy}
      wrong={refusal}
      submit={() => void submit()}
    >
      <Fields of={shape} set={set} fixed={stand} first={board.columns[0]?.id === of.id} />
      {shape.state !== "done" && isOnlyDone(board.columns, of) ? <p>{t("tasks.column.lastDone")}</p> : null}
    </Dialog>
  );
}

/** Resolves when the server has answered everything that was wished of some tasks. */
function settled(ids: ReadonlySet<string>): Promise<void> {
  return new Promise((done) => {
    const all = queue.now()?.wishes;
    if (!all) return done();
    const look = () => {
      if (all.now().some((w) => ids.has(w.task) && (w.state === "waiting" || w.state === "sent"))) return;
      stop();
      done();
    };
    const stop = all.follow(look);
    look();
  });
}

/** A column goes; before, its tasks go to another one, those that were put away too. */
export function DeleteColumn({ of, close }: { of: Column; close: () => void }) {
  const { t } = useTranslation();
  const { space, board, followed, may } = useTasks();
  const { changeAll } = useActs();
  const { act, busy, refusal } = useArranging();
  const [moving, move] = useState(false);
  const at = board.columns.findIndex((c) => c.id === of.id);
  const barred = (c: Column) => !may.validate && (c.state === "validated") !== (of.state === "validated");
  const others = board.columns.filter((c) => c.id !== of.id && !barred(c));
  const [to, choose] = useState(others.find((c) => c.state === of.state)?.id ?? others[0]?.id ?? "");
  const question = useCallback(
    () => taskPage(space.space_id, undefined, true, new AbortController().signal),
    [space.space_id],
  );
  const [asked, again] = useAsked(question);
  const submit = async (cards: readonly Card[]) => {
    move(true);
    changeAll(cards, () => ({ place: { column: to } }));
    await settled(new Set(cards.map((card) => card.id)));
    move(false);
    const done = await act(
      ({ columns }) => ({ columns: columns.filter((c) => c.id !== of.id) }),
      t("tasks.column.deleted", { column: of.name }),
      ({ columns }) => ({ columns: [...columns.slice(0, at), of, ...columns.slice(at)] }),
      () => changeAll(cards, ({ rank }) => ({ place: { column: of.id, rank } })),
    );
    if (done) close();
  };
  const archived = asked.state === "here" ? asked.value.tasks.filter((card) => card.archived) : [];
  const cards = [...new Map([...archived, ...followed.cards.values()].map((card) => [card.id, card])).values()].filter(
    (card) => card.column === of.id,
  );
  return (
    <Dialog
      title={t("tasks.column.deleteTitle", { column: of.name })}
      close={close}
      act={t("tasks.column.delete")}
      danger
      disabled={asked.state !== "here" || (cards.length > 0 && to === "")}
      busy={busy || moving}
      wrong={refusal}
      submit={() => void submit(cards)}
    >
      {isOnlyDone(board.columns, of) ? <p>{t("tasks.column.lastDone")}</p> : null}
      <Answered of={asked} again={again} failed={t("tasks.failed")}>
        {() =>
          cards.length === 0 ? (
            <p>{t("tasks.column.empty")}</p>
          ) : (
            <NativeSelect
              label={t("tasks.column.whereTo", { count: cards.length })}
              value={to}
              onChange={(e) => choose(e.target.value)}
              data={others.map((c) => ({ value: c.id, label: c.name }))}
            />
          )
        }
      </Answered>
    </Dialog>
  );
}
