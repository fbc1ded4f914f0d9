import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { BoardField } from "../../api/tasks";
import { msOfDay, shortDay } from "../../i18n/dates";
import { numberWords } from "../../i18n/numbers";
import { useTasks } from "./context";

type Value = string | number;
export type CustomWords = (field: BoardField, value: Value) => string;

/** What a task says in a field of its board, as people read it. */
export function useCustomWords(): CustomWords {
  const { t } = useTranslation();
  const { personOf } = useTasks();
  return useCallback(
    (field, value) => {
      switch (field.kind) {
        case "text":
          return `${value}`;
        case "number":
          return numberWords(Number(value));
        case "date":
          return shortDay(msOfDay(`${value}`));
        case "person":
          return personOf(`${value}`).name;
        case "choice":
          return field.choices?.find((one) => one.id === value)?.name ?? t("fields.choice.gone");
      }
    },
    [t, personOf],
  );
}

/** What a value is sorted by: choices in their order, the others as they are read. */
export function customKey(field: BoardField, value: Value, words: CustomWords): Value {
  if (field.kind === "choice") return field.choices?.findIndex((one) => one.id === value) ?? 0;
  return field.kind === "person" || field.kind === "text" ? words(field, value) : value;
}

export const valuesInOrder = (field: BoardField, values: readonly Value[], words: CustomWords): readonly Value[] =>
  [...values].sort((a, b) => {
    const [x, y] = [customKey(field, a, words), customKey(field, b, words)];
    return typeof x === "string" && typeof y === "string"
      ? x.localeCompare(y, "fr", { numeric: true })
      : Number(x) - Number(y);
  });
