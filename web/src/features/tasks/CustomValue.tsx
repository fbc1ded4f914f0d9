import { ActionIcon, NativeSelect, Popover, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BoardField, Card } from "../../api/tasks";
import { numberText } from "../../i18n/numbers";
import { PeoplePicker } from "../../message/PeoplePicker";
import { DateField } from "../../ui/DateField";
import { Face, OutsiderMark } from "../../ui/parts";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { numberIn } from "./custom";
import { dayFits, inCell, useKeptLine, useLine } from "./Days";
import { type OfTask, Property } from "./Property";
import s from "./tasks.module.css";
import { useCustomWords } from "./useCustomWords";
import { useFindMembers } from "./useFindMembers";

interface ValueProps {
  readonly of: Card;
  readonly field: BoardField;
  /** In a cell of the table. */
  readonly cell?: boolean;
}

/** What a task says in a field, and how it says something else. */
function useCustom({ of, field }: ValueProps) {
  const { set } = useActs();
  return {
    value: of.custom?.[field.id] ?? null,
    put: (next: string | number | null) => set(of, { custom: { [field.id]: next } }),
  };
}

/** The line as it is kept, or why it is not. */
function useCustomLine(props: ValueProps) {
  const { t } = useTranslation();
  const { kind } = props.field;
  const { value, put } = useCustom(props);
  const known = value === null ? "" : kind === "number" ? numberText(Number(value)) : `${value}`;
  const read = (written: string) => {
    if (kind === "number") return numberIn(written);
    return written.trim().replace(/\s+/g, " ") || null;
  };
  const line = useLine(known, (written) => {
    const next = read(written);
    if (next !== undefined && next !== value) put(next);
  });
  const unfit = read(line.value) === undefined;
  return { line, wrong: unfit ? t("fields.wrong.number") : null };
}

const textMax = 1000;

/** A day. */
function DayValue(props: ValueProps) {
  const { t } = useTranslation();
  const { field, of, cell } = props;
  const { value, put } = useCustom(props);
  const line = useKeptLine(`${value ?? ""}`, (day) => {
    if (dayFits(day)) put(day || null);
  });
  const wrong = dayFits(line.value) ? null : t("tasks.dayWrong");
  if (!cell)
    return (
      <DateField
        className={s.field ?? ""}
        aria-label={field.name}
        placeholder={t("fields.blank")}
        error={wrong}
        {...line}
      />
    );
  return (
    <DateField
      cell
      variant="unstyled"
      classNames={{ ...inCell, input: s.cellField ?? "" }}
      aria-label={`${field.name}, ${of.title}`}
      data-empty={line.value === "" || undefined}
      error={wrong}
      {...line}
    />
  );
}

/** A text or a number. */
function LineValue(props: ValueProps) {
  const { t } = useTranslation();
  const { field, of, cell } = props;
  const { line, wrong } = useCustomLine(props);
  const input = {
    inputMode: field.kind === "number" ? ("decimal" as const) : undefined,
    maxLength: textMax,
    ...line,
  };
  if (!cell)
    return (
      <TextInput
        className={field.kind === "text" ? "grow" : (s.field ?? "")}
        aria-label={field.name}
        placeholder={t("fields.blank")}
        error={wrong}
        {...input}
      />
    );
  return (
    <>
      <input
        className={s.cellField}
        aria-label={`${field.name}, ${of.title}`}
        aria-invalid={wrong !== null}
        data-empty={line.value === "" || undefined}
        {...input}
      />
      {wrong ? (
        <span className={s.cellWrong} role="alert">
          {wrong}
        </span>
      ) : null}
    </>
  );
}

function ChoiceValue(props: ValueProps) {
  const { t } = useTranslation();
  const { field, of, cell } = props;
  const { value, put } = useCustom(props);
  const choices = field.choices ?? [];
  const gone = value !== null && !choices.some((one) => one.id === value);
  const data = [
    { value: "", label: cell ? "" : t("fields.choice.none") },
    ...choices.map((one) => ({ value: one.id, label: one.name })),
    ...(gone ? [{ value: `${value}`, label: t("fields.choice.gone") }] : []),
  ];
  const onChange = (e: { currentTarget: { value: string } }) => put(e.currentTarget.value || null);
  if (!cell)
    return (
      <NativeSelect className="grow" aria-label={field.name} value={`${value ?? ""}`} onChange={onChange} data={data} />
    );
  return (
    <select
      className={s.cellField}
      aria-label={`${field.name}, ${of.title}`}
      value={`${value ?? ""}`}
      onChange={onChange}
    >
      {data.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}

function PersonValue(props: ValueProps) {
  const { t } = useTranslation();
  const { field, of, cell } = props;
  const { personOf } = useTasks();
  const find = useFindMembers();
  const { value, put } = useCustom(props);
  const [open, show] = useState(false);
  const person = value === null ? null : personOf(`${value}`);
  return (
    <>
      <Popover opened={open} onChange={show} width={320} position="bottom-start" trapFocus returnFocus withinPortal>
        <Popover.Target>
          <button type="button" className={s.cellButton} data-inline={!cell || undefined} onClick={() => show(!open)}>
            {person ? (
              <>
                <Face of={person} size={22} />
                <span className="cut">{person.name}</span>
                <OutsiderMark id={person.id} />
              </>
            ) : cell ? null : (
              <span className="dim">{t("fields.person.none")}</span>
            )}
            <span className="hidden">{t("fields.person.choose", { name: field.name, title: of.title })}</span>
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={field.name}>
          {open ? (
            <div className={s.pop}>
              <PeoplePicker
                label={field.name}
                picked={person ? [person] : []}
                pick={(next) => {
                  put(next.at(-1)?.id ?? null);
                  show(false);
                }}
                find={find}
              />
            </div>
          ) : null}
        </Popover.Dropdown>
      </Popover>
      {person && !cell ? (
        <ActionIcon size={26} aria-label={t("fields.empty", { name: field.name })} onClick={() => put(null)}>
          <IconX size={14} />
        </ActionIcon>
      ) : null}
    </>
  );
}

function Value(props: ValueProps) {
  switch (props.field.kind) {
    case "text":
    case "number":
      return <LineValue {...props} />;
    case "date":
      return <DayValue {...props} />;
    case "choice":
      return <ChoiceValue {...props} />;
    case "person":
      return <PersonValue {...props} />;
  }
}

/** A field of the board on a line of the table. */
export function CustomCell({ of, mine, field }: { of: Card; mine: boolean; field: BoardField }) {
  const words = useCustomWords();
  const value = of.custom?.[field.id] ?? null;
  if (mine) return <Value of={of} field={field} cell />;
  return value === null ? null : <span className="cut">{words(field, value)}</span>;
}

/** What a task says in the fields of its board, one line each. */
export function CustomFields({ of, mine }: OfTask) {
  const { board } = useTasks();
  const words = useCustomWords();
  return board.fields?.map((field) => {
    const value = of.custom?.[field.id] ?? null;
    if (!mine && value === null) return null;
    return (
      <Property key={field.id} name={field.name}>
        {mine ? <Value of={of} field={field} /> : words(field, value ?? "")}
      </Property>
    );
  });
}
