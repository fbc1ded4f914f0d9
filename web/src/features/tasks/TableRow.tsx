import { Checkbox, Popover } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Card, type Priority, priorities } from "../../api/tasks";
import { PeoplePicker } from "../../message/PeoplePicker";
import { DateField } from "../../ui/DateField";
import { useActs } from "./acts";
import { CustomCell } from "./CustomValue";
import { toggled, useTasks } from "./context";
import { inCell, useDayLine, useLine } from "./Days";
import { RepeatMark } from "./Repeat";
import { useFocused } from "./Section";
import { Assignees, LabelMark } from "./TaskCard";
import s from "./tasks.module.css";
import { useFindMembers } from "./useFindMembers";
import { isNew } from "./wishes";
import { columnName, isLate, minutesIn, minutesWords, priorityName, titleMax } from "./words";

interface CellProps {
  readonly of: Card;
  readonly mine: boolean;
}

/** The title while it is being written anew. */
function Renaming({ of, end }: { of: Card; end: () => void }) {
  const { t } = useTranslation();
  const { set } = useActs();
  const field = useFocused<HTMLInputElement>(true);
  const { onBlur, ...line } = useLine(of.title, (written) => {
    const title = written.trim().replace(/\s+/g, " ");
    if (title) set(of, { title });
  });
  return (
    <input
      ref={field}
      className={s.cellField}
      aria-label={t("tasks.field.title")}
      maxLength={titleMax}
      {...line}
      onBlur={() => {
        onBlur();
        end();
      }}
    />
  );
}

function TitleCell({ of, mine, href }: CellProps & { href: string }) {
  const { t } = useTranslation();
  const { chosen } = useTasks();
  const all = chosen.use();
  const [renaming, rename] = useState(false);
  if (renaming) return <Renaming of={of} end={() => rename(false)} />;
  return (
    <>
      {all && mine ? (
        <Checkbox
          aria-label={t("tasks.choose.one", { title: of.title })}
          checked={all.has(of.id)}
          onChange={() => chosen.set((now) => toggled(now, of.id))}
        />
      ) : null}
      {isNew(of.id) ? (
        <span className="cut grow">{of.title}</span>
      ) : (
        <Link
          className="cut grow"
          href={href}
          data-card={of.id}
          onKeyDown={(e) => mine && e.key === "F2" && rename(true)}
        >
          {of.title}
        </Link>
      )}
      <RepeatMark of={of} size={15} />
      {mine ? (
        <button
          type="button"
          className={s.rename}
          aria-label={t("tasks.rename", { title: of.title })}
          onClick={() => rename(true)}
        >
          <IconPencil size={15} />
        </button>
      ) : null}
    </>
  );
}

function PlaceCell({ of, mine }: CellProps) {
  const { t } = useTranslation();
  const { board, may } = useTasks();
  const { moveTo } = useActs();
  if (!mine) return columnName(board, of.column);
  return (
    <select
      className={s.cellField}
      aria-label={`${t("tasks.field.place")}, ${of.title}`}
      value={of.column}
      onChange={(e) => moveTo(of, e.target.value)}
    >
      {board.columns.map((c) => (
        <option
          key={c.id}
          value={c.id}
          disabled={!may.move(of, c.id)}
          title={may.barred(of, c.id) ? t("tasks.validate.apart") : undefined}
        >
          {c.name}
        </option>
      ))}
    </select>
  );
}

function PeopleCell({ of, mine }: CellProps) {
  const { t } = useTranslation();
  const { personOf } = useTasks();
  const { set } = useActs();
  const find = useFindMembers();
  const [open, show] = useState(false);
  if (!mine) return <Assignees of={of.assignees} />;
  return (
    <Popover opened={open} onChange={show} width={320} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={s.cellButton}
          title={of.assignees.map((id) => personOf(id).name).join(", ") || t("tasks.nobody")}
          onClick={() => show(!open)}
        >
          <span className="hidden">{t("tasks.assignFor")}</span>
          <span className={s.mute} aria-hidden>
            <Assignees of={of.assignees} mute />
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("tasks.assignFor")}>
        {open ? (
          <div className={s.pop}>
            <PeoplePicker
              label={t("tasks.assign")}
              picked={of.assignees.map(personOf)}
              pick={(next) => set(of, { assignees: next.map((p) => p.id) })}
              find={find}
            />
          </div>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function DayCell({ of, mine, field }: CellProps & { field: "start" | "due" }) {
  const { t } = useTranslation();
  const { today } = useTasks();
  const { line, wrong } = useDayLine(of, field);
  const name = field === "start" ? t("tasks.field.start") : t("tasks.field.due");
  return (
    <DateField
      cell
      variant="unstyled"
      classNames={{
        ...inCell,
        input: `${s.cellField} ${field === "due" && isLate(of, today) ? s.late : ""}`,
      }}
      aria-label={`${name}, ${of.title}`}
      data-empty={line.value === "" || undefined}
      disabled={!mine}
      error={wrong}
      {...line}
    />
  );
}

function PriorityCell({ of, mine }: CellProps) {
  const { t } = useTranslation();
  const { set } = useActs();
  if (!mine) return of.priority === "none" ? null : priorityName(of.priority, t);
  return (
    <select
      className={s.cellField}
      aria-label={`${t("tasks.field.priority")}, ${of.title}`}
      value={of.priority}
      onChange={(e) => set(of, { priority: e.target.value as Priority })}
    >
      {priorities.map((p) => (
        <option key={p} value={p}>
          {priorityName(p, t)}
        </option>
      ))}
    </select>
  );
}

function MinutesCell({ of, mine, field }: CellProps & { field: "estimate_minutes" | "spent_minutes" }) {
  const { t } = useTranslation();
  const { set } = useActs();
  const line = useLine(minutesWords(of[field]), (written) => {
    const next = minutesIn(written);
    if (next !== undefined && next !== of[field]) set(of, { [field]: next });
  });
  const name = field === "estimate_minutes" ? t("tasks.field.estimate") : t("tasks.field.spent");
  return <input className={s.cellField} aria-label={`${name}, ${of.title}`} disabled={!mine} {...line} />;
}

/** A task on its line; who may, changes each value where it stands. */
export function TableRow({ of, index, on, href }: { of: Card; index: number; on: boolean; href: string }) {
  const { board, may } = useTasks();
  const mine = may.change(of);
  const cell = { of, mine };
  const labels = (board.labels ?? []).filter((l) => of.labels?.includes(l.id));
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: what stands in its cells takes the focus
    <div role="row" className={s.tr} aria-rowindex={index + 2} data-on={on || undefined}>
      <div role="cell" data-cell="number" className={s.ref}>
        {isNew(of.id) ? "" : of.number}
      </div>
      <div role="cell" data-cell="title">
        <TitleCell {...cell} href={href} />
      </div>
      <div role="cell" data-cell="place">
        <PlaceCell {...cell} />
      </div>
      <div role="cell" data-cell="assignees">
        <PeopleCell {...cell} />
      </div>
      <div role="cell" data-cell="start">
        <DayCell {...cell} field="start" />
      </div>
      <div role="cell" data-cell="due">
        <DayCell {...cell} field="due" />
      </div>
      <div role="cell" data-cell="priority">
        <PriorityCell {...cell} />
      </div>
      <div role="cell" data-cell="estimate">
        <MinutesCell {...cell} field="estimate_minutes" />
      </div>
      <div role="cell" data-cell="spent">
        <MinutesCell {...cell} field="spent_minutes" />
      </div>
      <div role="cell" data-cell="labels">
        {labels.map((label) => (
          <LabelMark key={label.id} of={label} />
        ))}
      </div>
      {board.fields?.map((field) => (
        <div key={field.id} role="cell" data-cell="custom">
          <CustomCell {...cell} field={field} />
        </div>
      ))}
    </div>
  );
}
