import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Card, type Priority, priorities, type Wished } from "../../api/tasks";
import { PeoplePicker } from "../../message/PeoplePicker";
import type { Person } from "../../session/people";
import { DateField } from "../../ui/DateField";
import { Dialog } from "../../ui/Dialog";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { useFindMembers } from "./useFindMembers";
import { priorityName } from "./words";

/** What is to change of many; what is empty stays as it is. */
interface Change {
  readonly column: string;
  readonly due: string;
  readonly priority: "" | Priority;
  readonly label: string;
  readonly people: readonly Person[];
}
const nothing: Change = { column: "", due: "", priority: "", label: "", people: [] };

/** The same of one task: people and labels come to those that it has. */
export function wishedOf(card: Card, { column, due, priority, label, people }: Change): Wished {
  const labels = card.labels ?? [];
  return {
    ...(column && column !== card.column ? { place: { column } } : {}),
    ...(due ? { due } : {}),
    ...(priority ? { priority } : {}),
    ...(label && !labels.includes(label) ? { labels: [...labels, label] } : {}),
    ...(people.length > 0 ? { assignees: [...new Set([...card.assignees, ...people.map((p) => p.id)])] } : {}),
  };
}

interface ManyProps {
  readonly of: readonly Card[];
  readonly close: () => void;
  readonly done: () => void;
}

/** Changes many tasks at once. */
export function ChangeMany({ of, close, done }: ManyProps) {
  const { t } = useTranslation();
  const { board, may } = useTasks();
  const { setAll } = useActs();
  const find = useFindMembers();
  const [change, set] = useState(nothing);
  const stays = { value: "", label: t("tasks.choose.stays") };
  const barred = (column: string) => !of.every((card) => may.move(card, column));
  const apart = board.columns.some((c) => barred(c.id)) ? t("tasks.validate.apart") : null;
  const early = change.due !== "" && of.some((card) => card.start !== null && card.start > change.due);
  const submit = () => {
    const touched = of.filter((card) => Object.keys(wishedOf(card, change)).length > 0);
    setAll(touched, (card) => wishedOf(card, change), t("tasks.choose.changed", { count: touched.length }));
    done();
  };
  return (
    <Dialog
      title={t("tasks.choose.title", { count: of.length })}
      close={close}
      act={t("tasks.choose.apply")}
      disabled={change === nothing || early}
      submit={submit}
    >
      <NativeSelect
        label={t("tasks.field.place")}
        description={apart}
        value={change.column}
        onChange={(e) => set({ ...change, column: e.target.value })}
        data={[stays, ...board.columns.map((c) => ({ value: c.id, label: c.name, disabled: barred(c.id) }))]}
      />
      <NativeSelect
        label={t("tasks.field.priority")}
        value={change.priority}
        onChange={(e) => set({ ...change, priority: e.target.value as Change["priority"] })}
        data={[stays, ...priorities.map((p) => ({ value: p, label: priorityName(p, t) }))]}
      />
      {board.labels?.length ? (
        <NativeSelect
          label={t("tasks.labels.add")}
          value={change.label}
          onChange={(e) => set({ ...change, label: e.target.value })}
          data={[stays, ...board.labels.map((l) => ({ value: l.id, label: l.name }))]}
        />
      ) : null}
      <DateField
        label={t("tasks.field.due")}
        min="1970-01-01"
        max="2200-12-31"
        value={change.due}
        error={early ? t("tasks.dueWrong") : null}
        onChange={(due) => set({ ...change, due })}
      />
      <PeoplePicker
        label={t("tasks.assign")}
        picked={change.people}
        pick={(people) => set({ ...change, people })}
        find={find}
      />
    </Dialog>
  );
}
