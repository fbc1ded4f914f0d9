import { useTranslation } from "react-i18next";
import type { Place, Priority, Repeats } from "../../api/tasks";
import { msOfDay, shortDay } from "../../i18n/dates";
import { useTasks } from "./context";
import { repeatsWords } from "./repeatWords";
import { useCustomWords } from "./useCustomWords";
import { customId } from "./wishes";
import { columnName, minutesWords, priorityName } from "./words";

const wordsMax = 120;
const cut = (text: string): string => (text.length > wordsMax ? `${text.slice(0, wordsMax)}…` : text);

/** The value of a field, as it is told in a sentence. */
export function useValueWords(): (field: string, value: unknown) => string {
  const { t } = useTranslation();
  const { board, personOf, followed } = useTasks();
  const customWords = useCustomWords();
  const nothing = t("tasks.value.none");
  return (field, value) => {
    if (value === null || value === undefined || value === "") return nothing;
    const id = customId(field);
    if (id !== null) {
      const known = board.fields?.find((one) => one.id === id);
      return cut(known ? customWords(known, value as string | number) : `${value}`);
    }
    switch (field) {
      case "place":
        return columnName(board, (value as Place).column);
      case "start":
      case "due":
        return shortDay(msOfDay(String(value)));
      case "priority":
        return priorityName(value as Priority, t);
      case "estimate_minutes":
      case "spent_minutes":
        return minutesWords(Number(value));
      case "archived":
        return value ? t("tasks.value.yes") : t("tasks.value.no");
      case "assignees":
      case "watchers": {
        const people = value as readonly string[];
        return people.length > 0 ? people.map((id) => personOf(id).name).join(", ") : nothing;
      }
      case "labels": {
        const names = (value as readonly string[]).map((id) => board.labels?.find((l) => l.id === id)?.name ?? id);
        return names.join(", ") || nothing;
      }
      case "parent":
        return followed.cards.get(String(value))?.title ?? t("tasks.value.another");
      case "waits_for":
        return t("tasks.value.waits", { count: (value as readonly unknown[]).length });
      case "repeats":
        return repeatsWords(value as Repeats, t);
      case "checklist":
        return t("tasks.value.steps", { count: (value as readonly unknown[]).length });
      default:
        return typeof value === "string" ? cut(value) : cut(JSON.stringify(value));
    }
  };
}
