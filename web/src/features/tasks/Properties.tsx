import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Column, type Priority, priorities, type Task } from "../../api/tasks";
import { useActs } from "./acts";
import { CustomFields } from "./CustomValue";
import { useTasks } from "./context";
import { DayField, DurationField, useLine } from "./Days";
import { StateGlyph } from "./Glyph";
import { LabelsField } from "./Labels";
import { PeopleField } from "./People";
import { type OfTask, Property } from "./Property";
import { ReminderField } from "./Reminder";
import { RepeatField } from "./Repeat";
import s from "./tasks.module.css";
import { columnName, glyphOf, minutesIn, minutesWords, priorityName } from "./words";

const isDone = (column: Column): boolean => column.state === "done";

function ColumnField({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const { board, may } = useTasks();
  const { moveTo } = useActs();
  const name = t("tasks.field.place");
  const allowed = board.columns.filter((c) => c.id === of.column || may.move(of, c.id));
  // With a column of those to validate, who may not validate brings it there; without one, nobody would know how.
  const stuck = of.state !== "done" && board.columns.some((c) => may.barred(of, c.id)) && !allowed.some(isDone);
  return (
    <Property name={name}>
      <StateGlyph of={glyphOf(board, of.column)} />
      {mine && allowed.length > 1 ? (
        <NativeSelect
          className="grow"
          aria-label={name}
          value={of.column}
          onChange={(e) => moveTo(of, e.target.value)}
          data={allowed.map((c) => ({ value: c.id, label: c.name }))}
        />
      ) : (
        columnName(board, of.column)
      )}
      {stuck ? <span className={`dim small ${s.hint}`}>{t("tasks.validate.apart")}</span> : null}
    </Property>
  );
}

function PriorityField({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const { set } = useActs();
  const name = t("tasks.field.priority");
  if (!mine && of.priority === "none") return null;
  return (
    <Property name={name}>
      {mine ? (
        <NativeSelect
          className="grow"
          aria-label={name}
          value={of.priority}
          onChange={(e) => set(of, { priority: e.target.value as Priority })}
          data={priorities.map((p) => ({ value: p, label: priorityName(p, t) }))}
        />
      ) : (
        priorityName(of.priority, t)
      )}
    </Property>
  );
}

/** How much of the time that was thought of is left. */
function Left({ of }: { of: Task }) {
  const { t } = useTranslation();
  const { estimate_minutes: estimate, spent_minutes: spent } = of;
  if (estimate === null || spent === null) return null;
  return spent > estimate ? (
    <span className={s.late}>{t("tasks.beyond", { time: minutesWords(spent - estimate) })}</span>
  ) : (
    <span className="dim small">{t("tasks.left", { time: minutesWords(estimate - spent) })}</span>
  );
}

function MinutesField({ of, mine, field }: OfTask & { field: "estimate_minutes" | "spent_minutes" }) {
  const { t } = useTranslation();
  const { set } = useActs();
  const value = of[field];
  const line = useLine(minutesWords(value), (written) => {
    const next = minutesIn(written);
    if (next !== undefined && next !== value) set(of, { [field]: next });
  });
  const name = field === "estimate_minutes" ? t("tasks.field.estimate") : t("tasks.field.spent");
  const unfit = minutesIn(line.value) === undefined;
  if (!mine && value === null) return null;
  return (
    <Property name={name}>
      {mine ? (
        <TextInput
          className={s.field ?? ""}
          aria-label={name}
          placeholder={t("tasks.minutesHint")}
          error={unfit ? t("tasks.minutesWrong") : null}
          {...line}
        />
      ) : (
        minutesWords(value)
      )}
      {field === "spent_minutes" ? <Left of={of} /> : null}
    </Property>
  );
}

/** What is known of a task, one line each; who may, changes it in place. */
export function Properties(props: OfTask) {
  return (
    <dl className={s.props}>
      <ColumnField {...props} />
      <PeopleField {...props} field="assignees" />
      <DayField {...props} field="start" />
      <DayField {...props} field="due" />
      <DurationField {...props} />
      <RepeatField {...props} />
      <ReminderField of={props.of} />
      <PriorityField {...props} />
      <LabelsField {...props} />
      <MinutesField {...props} field="estimate_minutes" />
      <MinutesField {...props} field="spent_minutes" />
      <CustomFields {...props} />
      <PeopleField {...props} field="watchers" />
    </dl>
  );
}
