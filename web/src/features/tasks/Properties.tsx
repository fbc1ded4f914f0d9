import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type SpaceMember, spaceMembers } from "../../api/spaces";
import { type Priority, priorities, type Task } from "../../api/tasks";
import { plain } from "../../base/names";
import { dayOf, msOfDay } from "../../i18n/dates";
import { PeoplePicker } from "../../message/PeoplePicker";
import { localpart, type Person } from "../../session/people";
import { Face, Outsider } from "../../ui/parts";
import { useActs, useTasks } from "./context";
import { StateGlyph } from "./Glyph";
import s from "./tasks.module.css";
import { columnName, dueWords, glyphOf, isLate, minutesIn, minutesWords, priorityName } from "./words";

interface OfTask {
  readonly of: Task;
  /** I may change it. */
  readonly mine: boolean;
}

function Property({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function ColumnField({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const { board, columns, may } = useTasks();
  const { move } = useActs();
  const name = t("tasks.field.place");
  const allowed = board.columns.filter((c) => c.id === of.column || may.move(of, c.id));
  return (
    <Property name={name}>
      <StateGlyph of={glyphOf(board, of.column)} />
      {mine && allowed.length > 1 ? (
        <NativeSelect
          className="grow"
          aria-label={name}
          value={of.column}
          onChange={(e) => move(of, { column: e.target.value }, (columns.get(e.target.value)?.length ?? 0) + 1)}
          data={allowed.map((c) => ({ value: c.id, label: c.name }))}
        />
      ) : (
        columnName(board, of.column)
      )}
    </Property>
  );
}

const foundMax = 8;
const asPerson = (m: SpaceMember): Person => ({
  id: m.user_id,
  name: plain(m.display_name ?? "") || localpart(m.user_id),
  picture: m.avatar_url ?? null,
});

function AssigneesField({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const { space, personOf, me } = useTasks();
  const { change } = useActs();
  const [picking, pick] = useState(false);
  const people = of.assignees.map(personOf);
  const assign = (next: readonly string[]) => change(of, { assignees: next });
  const [find] = useState(() => async (term: string) => {
    const { members } = await spaceMembers(space.space_id, term);
    return members.slice(0, foundMax).map(asPerson);
  });
  return (
    <Property name={t("tasks.field.assignees")}>
      {people.map((p) => (
        <span key={p.id} className={s.person}>
          <Face of={p} size={22} />
          <span className="cut">{p.name}</span>
          <Outsider id={p.id} />
        </span>
      ))}
      {people.length === 0 && !mine ? <span className="dim">{t("tasks.nobody")}</span> : null}
      {mine && !of.assignees.includes(me) ? (
        <Button variant="light" size="xs" onClick={() => assign([...of.assignees, me])}>
          {t("tasks.takeIt")}
        </Button>
      ) : null}
      {mine ? (
        <Button variant="subtle" size="xs" data-quiet aria-expanded={picking} onClick={() => pick(!picking)}>
          {picking ? t("tasks.assigned") : people.length > 0 ? t("tasks.edit") : t("tasks.assign")}
        </Button>
      ) : null}
      {picking && mine ? (
        <div className={s.picker}>
          <PeoplePicker
            label={t("tasks.assign")}
            picked={people}
            pick={(next) => assign(next.map((p) => p.id))}
            find={find}
          />
        </div>
      ) : null}
    </Property>
  );
}

function DayField({ of, mine, field }: OfTask & { field: "start" | "due" }) {
  const { t } = useTranslation();
  const { today } = useTasks();
  const { change } = useActs();
  const value = of[field];
  const [written, write] = useState(value ?? "");
  useEffect(() => write(value ?? ""), [value]);
  const name = field === "start" ? t("tasks.field.start") : t("tasks.field.due");
  if (!mine && !value) return null;
  const near = value ? dueWords(value, t) : "";
  return (
    <Property name={name}>
      {mine ? (
        <TextInput
          className={s.field ?? ""}
          type="date"
          aria-label={name}
          min="1970-01-01"
          max="2200-12-31"
          value={written}
          onChange={(e) => write(e.target.value)}
          onBlur={() => written !== (value ?? "") && change(of, { [field]: written || null })}
          onKeyDown={(e) => e.key === "Enter" && e.currentTarget.blur()}
        />
      ) : value ? (
        dayOf(msOfDay(value))
      ) : null}
      {value && field === "due" ? (
        <span className={isLate(of, today) ? s.late : "dim small"}>{isLate(of, today) ? t("tasks.late") : near}</span>
      ) : null}
    </Property>
  );
}

function PriorityField({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const { change } = useActs();
  const name = t("tasks.field.priority");
  if (!mine && of.priority === "none") return null;
  return (
    <Property name={name}>
      {mine ? (
        <NativeSelect
          className="grow"
          aria-label={name}
          value={of.priority}
          onChange={(e) => change(of, { priority: e.target.value as Priority })}
          data={priorities.map((p) => ({ value: p, label: priorityName(p, t) }))}
        />
      ) : (
        priorityName(of.priority, t)
      )}
    </Property>
  );
}

function MinutesField({ of, mine, field }: OfTask & { field: "estimate_minutes" | "spent_minutes" }) {
  const { t } = useTranslation();
  const { change } = useActs();
  const value = of[field];
  const [written, write] = useState(minutesWords(value));
  useEffect(() => write(minutesWords(value)), [value]);
  const name = field === "estimate_minutes" ? t("tasks.field.estimate") : t("tasks.field.spent");
  const minutes = minutesIn(written);
  if (!mine && value === null) return null;
  return (
    <Property name={name}>
      {mine ? (
        <TextInput
          className={s.field ?? ""}
          aria-label={name}
          placeholder={t("tasks.minutesHint")}
          value={written}
          error={minutes === undefined ? t("tasks.minutesWrong") : null}
          onChange={(e) => write(e.target.value)}
          onBlur={() => minutes !== undefined && minutes !== value && change(of, { [field]: minutes })}
          onKeyDown={(e) => e.key === "Enter" && e.currentTarget.blur()}
        />
      ) : (
        minutesWords(value)
      )}
    </Property>
  );
}

/** What is known of a task, one line each; who may, changes it in place. */
export function Properties(props: OfTask) {
  return (
    <dl className={s.props}>
      <ColumnField {...props} />
      <AssigneesField {...props} />
      <DayField {...props} field="start" />
      <DayField {...props} field="due" />
      <PriorityField {...props} />
      <MinutesField {...props} field="estimate_minutes" />
      <MinutesField {...props} field="spent_minutes" />
    </dl>
  );
}
