import { ActionIcon, Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type BoardField, type FieldKind, fieldKinds, type Label } from "../../api/tasks";
import type { T } from "../../i18n";
import ui from "../../ui/lines.module.css";
import { freshId } from "./arranging";
import { movedBy } from "./custom";
import { nextColour } from "./LabelFields";
import s from "./tasks.module.css";

const nameMax = 60;
const choicesMax = 50;

export function kindName(of: FieldKind, t: T): string {
  switch (of) {
    case "text":
      return t("fields.kind.text");
    case "number":
      return t("fields.kind.number");
    case "date":
      return t("fields.kind.date");
    case "choice":
      return t("fields.kind.choice");
    case "person":
      return t("fields.kind.person");
  }
}

/** A button that does nothing where it stands, and keeps the focus of who came there by it. */
export const barredAt = (edge: boolean) => ({ "aria-disabled": edge, "data-disabled": edge || undefined });

const freshChoice = (count: number): Label => ({ id: freshId(), name: "", colour: nextColour(count) });

interface ChoiceProps {
  readonly of: Label;
  readonly at: number;
  readonly all: readonly Label[];
  readonly put: (next: readonly Label[]) => void;
  readonly add: () => void;
}

/** One of the choices: renamed, moved, taken away. */
function ChoiceRow({ of, at, all, put, add }: ChoiceProps) {
  const { t } = useTranslation();
  const name = of.name || `${at + 1}`;
  return (
    <li className={s.choiceRow}>
      <TextInput
        className="grow"
        aria-label={t("fields.choice.name", { n: at + 1 })}
        maxLength={nameMax}
        value={of.name}
        data-choice={of.id}
        onChange={(e) => put(all.map((one) => (one.id === of.id ? { ...one, name: e.target.value } : one)))}
        onKeyDown={(e) => {
          // Enter goes on to the next choice; the form is sent by its button.
          if (e.key !== "Enter" || e.nativeEvent.isComposing) return;
          e.preventDefault();
          if (of.name.trim()) add();
        }}
        autoComplete="off"
      />
      <ActionIcon
        aria-label={t("fields.up", { name })}
        {...barredAt(at === 0)}
        onClick={() => put(movedBy(all, of.id, -1))}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        aria-label={t("fields.down", { name })}
        {...barredAt(at === all.length - 1)}
        onClick={() => put(movedBy(all, of.id, 1))}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon
        aria-label={t("fields.choice.drop", { name })}
        disabled={all.length === 1}
        onClick={() => put(all.filter((one) => one.id !== of.id))}
      >
        <IconX size={16} />
      </ActionIcon>
    </li>
  );
}

/** Among what one chooses. */
function Choices({ of, put }: { of: readonly Label[]; put: (next: readonly Label[]) => void }) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const fresh = useRef<string | null>(null);
  const add = () => {
    const choice = freshChoice(of.length);
    fresh.current = choice.id;
    if (of.length < choicesMax) put([...of, choice]);
  };
  useEffect(() => {
    if (!of.some((one) => one.id === fresh.current)) return;
    list.current?.querySelector<HTMLInputElement>(`[data-choice="${fresh.current}"]`)?.focus();
    fresh.current = null;
  }, [of]);
  return (
    <fieldset className={s.choices}>
      <legend>{t("fields.choices")}</legend>
      <ul ref={list}>
        {of.map((one, at) => (
          <ChoiceRow key={one.id} of={one} at={at} all={of} put={put} add={add} />
        ))}
      </ul>
      <Button
        variant="subtle"
        size="xs"
        data-quiet
        disabled={of.length >= choicesMax}
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={add}
      >
        {t("fields.choice.add")}
      </Button>
    </fieldset>
  );
}

/** A field as it may be kept: its names without blanks, its choices those that have one. */
export function keepable({ choices, ...field }: BoardField): BoardField | null {
  const name = field.name.trim();
  const named = (choices ?? []).map((one) => ({ ...one, name: one.name.trim() })).filter((one) => one.name !== "");
  if (name === "" || (field.kind === "choice" && named.length === 0)) return null;
  return { ...field, name, ...(field.kind === "choice" ? { choices: named } : {}) };
}

/** What a field is called, and what it takes; of one that there is, the kind stays. */
export function FieldForm({ of, known, write }: { of: BoardField; known: boolean; write: (next: BoardField) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        data-autofocus
        label={t("fields.name")}
        maxLength={nameMax}
        value={of.name}
        onChange={(e) => write({ ...of, name: e.target.value })}
        autoComplete="off"
      />
      <NativeSelect
        label={t("fields.kind")}
        description={known ? t("fields.kind.fixed") : undefined}
        disabled={known}
        value={of.kind}
        onChange={(e) => {
          const kind = e.target.value as FieldKind;
          write({ ...of, kind, choices: kind === "choice" ? [freshChoice(0)] : [] });
        }}
        data={fieldKinds.map((kind) => ({ value: kind, label: kindName(kind, t) }))}
      />
      {of.kind === "choice" ? (
        <Choices of={of.choices ?? []} put={(choices) => write({ ...of, choices })} />
      ) : (
        <p className={ui.hint}>{t("fields.hint")}</p>
      )}
      <Checkbox
        label={t("fields.onCards")}
        checked={of.on_cards ?? false}
        onChange={(e) => write({ ...of, on_cards: e.target.checked })}
      />
    </>
  );
}
