import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { useTasks } from "./context";
import { isFiltered, withAsked } from "./filters";
import s from "./tasks.module.css";

function DueFilter({ value, set }: { value: string; set: (next: string) => void }) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      aria-label={t("tasks.field.due")}
      value={value}
      onChange={(e) => set(e.target.value)}
      data={[
        { value: "", label: t("tasks.filter.always") },
        { value: "late", label: t("tasks.late") },
        { value: "week", label: t("tasks.filter.week") },
        { value: "none", label: t("tasks.filter.undated") },
      ]}
    />
  );
}

/** Which tasks are shown; kept in the address. */
export function Filters() {
  const { t } = useTranslation();
  const [at, go] = useLocation();
  const search = useSearch();
  const { filter, board, followed, personOf, me } = useTasks();
  const ask = (next: Readonly<Record<string, string>>) => go(`${at}${withAsked(search, next)}`, { replace: true });
  const people = [...new Set([...followed.cards.values()].flatMap((card) => card.assignees))]
    .filter((id) => id !== me)
    .map((id) => ({ value: id, label: personOf(id).name }))
    .sort((a, b) => a.label.localeCompare(b.label, "fr"));
  const list = new URLSearchParams(search).get("view") === "list";
  return (
    <>
      <TextInput
        className={s.field ?? ""}
        aria-label={t("tasks.filter.text")}
        placeholder={t("tasks.filter.text")}
        value={filter.text}
        onChange={(e) => ask({ q: e.target.value })}
      />
      <NativeSelect
        aria-label={t("tasks.filter.who")}
        value={filter.who}
        onChange={(e) => ask({ who: e.target.value })}
        data={[
          { value: "", label: t("tasks.filter.everybody") },
          { value: "me", label: t("tasks.filter.mine") },
          { value: "none", label: t("tasks.nobody") },
          ...people,
        ]}
      />
      <DueFilter value={filter.due} set={(due) => ask({ due })} />
      {board.labels?.length ? (
        <NativeSelect
          aria-label={t("tasks.field.labels")}
          value={filter.label}
          onChange={(e) => ask({ label: e.target.value })}
          data={[
            { value: "", label: t("tasks.filter.labels") },
            ...board.labels.map((l) => ({ value: l.id, label: l.name })),
          ]}
        />
      ) : null}
      {list ? (
        <NativeSelect
          aria-label={t("tasks.filter.kept")}
          value={filter.archived ? "yes" : ""}
          onChange={(e) => ask({ archived: e.target.value })}
          data={[
            { value: "", label: t("tasks.filter.current") },
            { value: "yes", label: t("tasks.filter.archived") },
          ]}
        />
      ) : null}
      {isFiltered(filter) ? (
        <Button
          variant="subtle"
          size="xs"
          data-quiet
          leftSection={<IconX size={15} aria-hidden />}
          onClick={() => ask({ q: "", who: "", due: "", label: "" })}
        >
          {t("tasks.filter.clear")}
        </Button>
      ) : null}
    </>
  );
}
