import { Button, NativeSelect, Popover, TextInput } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import type { BoardField } from "../../api/tasks";
import { onPhone } from "../../shell/landing";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { useTasks } from "./context";
import { asked, type Filter, isFiltered, noValue, withAsked } from "./filters";
import s from "./tasks.module.css";
import { useCustomWords, valuesInOrder } from "./useCustomWords";
import { customWord } from "./wishes";

const valuesMax = 200;

/** Asks for other tasks: the filter is kept in the address. */
function useAsking(): (next: Readonly<Record<string, string>>) => void {
  const [at, go] = useLocation();
  const search = useSearch();
  return (next) => go(`${at}${withAsked(search, next)}`, { replace: true });
}

interface OneFilter {
  readonly filter: Filter;
  readonly ask: ReturnType<typeof useAsking>;
}

/** Whose: everybody who is named by any task. */
function WhoFilter({ filter, ask }: OneFilter) {
  const { t } = useTranslation();
  const { followed, personOf, me } = useTasks();
  const people = [...new Set([...followed.cards.values()].flatMap((card) => card.assignees))]
    .filter((id) => id !== me)
    .map((id) => ({ value: id, label: personOf(id).name }))
    .sort((a, b) => a.label.localeCompare(b.label, "fr"));
  return (
    <NativeSelect
      label={t("tasks.filter.who")}
      value={filter.who}
      onChange={(e) => ask({ who: e.target.value })}
      data={[
        { value: "", label: t("tasks.filter.everybody") },
        { value: "me", label: t("tasks.filter.mine") },
        { value: "none", label: t("tasks.unassigned") },
        ...people,
      ]}
    />
  );
}

function LabelFilter({ filter, ask }: OneFilter) {
  const { t } = useTranslation();
  const { board } = useTasks();
  if (!board.labels?.length) return null;
  return (
    <NativeSelect
      label={t("tasks.field.labels")}
      value={filter.label}
      onChange={(e) => ask({ label: e.target.value })}
      data={[
        { value: "", label: t("tasks.filter.labels") },
        ...board.labels.map((l) => ({ value: l.id, label: l.name })),
      ]}
    />
  );
}

/** What a field of the board may say: everything that any task says in it. */
function CustomFilter({ of, filter, ask }: OneFilter & { of: BoardField }) {
  const { t } = useTranslation();
  const { followed } = useTasks();
  const words = useCustomWords();
  const values = new Set([...followed.cards.values()].flatMap((card) => card.custom?.[of.id] ?? []));
  const choices = valuesInOrder(of, [...values], words).slice(0, valuesMax);
  return (
    <NativeSelect
      label={of.name}
      value={filter.custom[of.id] ?? ""}
      onChange={(e) => ask({ [customWord(of.id)]: e.target.value })}
      data={[
        { value: "", label: t("fields.filter.all") },
        ...choices.map((value) => ({ value: `${value}`, label: words(of, value) })),
        { value: noValue, label: t("fields.filter.none") },
      ]}
    />
  );
}

/** Everything one may filter by. */
function Form() {
  const { t } = useTranslation();
  const { filter, board } = useTasks();
  const ask = useAsking();
  return (
    <div className={ui.form} style={{ gap: "var(--s-3)" }}>
      <TextInput
        label={t("tasks.filter.text")}
        value={filter.text}
        onChange={(e) => ask({ q: e.target.value })}
        autoComplete="off"
      />
      <WhoFilter filter={filter} ask={ask} />
      <NativeSelect
        label={t("tasks.field.due")}
        value={filter.due}
        onChange={(e) => ask({ due: e.target.value })}
        data={[
          { value: "", label: t("tasks.filter.always") },
          { value: "late", label: t("tasks.late") },
          { value: "week", label: t("tasks.filter.week") },
          { value: "none", label: t("tasks.filter.undated") },
        ]}
      />
      <LabelFilter filter={filter} ask={ask} />
      {board.fields?.map((field) => (
        <CustomFilter key={field.id} of={field} filter={filter} ask={ask} />
      ))}
    </div>
  );
}

const noCustom = ({ custom }: Filter) => Object.fromEntries(Object.keys(custom).map((id) => [customWord(id), ""]));

/** One button for all filters: beside it what it opens, or over the page of a phone. */
function FilterButton() {
  const { t } = useTranslation();
  const { filter, columns } = useTasks();
  const [open, show] = useState(false);
  const [sheet, cover] = useState(false);
  const count = asked(filter);
  const found = [...columns.values()].reduce((sum, cards) => sum + cards.length, 0);
  return (
    <>
      <Popover opened={open} onChange={show} position="bottom-start" width={300} trapFocus returnFocus withinPortal>
        <Popover.Target>
          <Button
            className={s.filterButton ?? ""}
            variant="subtle"
            data-quiet
            data-on={count > 0 || undefined}
            leftSection={<IconFilter size={16} aria-hidden />}
            aria-expanded={open || sheet}
            onClick={() => (onPhone() ? cover(true) : show(!open))}
          >
            <span className={s.filterName}>{count > 0 ? t("tasks.filter.on", { count }) : t("tasks.filter.do")}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("tasks.filter.do")}>
          <div className={s.pop}>
            <Form />
          </div>
        </Popover.Dropdown>
      </Popover>
      {sheet ? (
        <Dialog
          title={t("tasks.filter.title")}
          close={() => cover(false)}
          act={t("tasks.filter.show", { count: found })}
          only
          submit={() => cover(false)}
        >
          <Form />
        </Dialog>
      ) : null}
    </>
  );
}

/** Which tasks are shown; kept in the address. */
export function Filters() {
  const { t } = useTranslation();
  const { filter } = useTasks();
  const ask = useAsking();
  const mine = filter.who === "me";
  return (
    <>
      <FilterButton />
      <Button
        className={s.roomy ?? ""}
        variant={mine ? "light" : "subtle"}
        data-quiet={mine ? undefined : true}
        aria-pressed={mine}
        onClick={() => ask({ who: mine ? "" : "me" })}
      >
        {t("tasks.filter.mine")}
      </Button>
      {isFiltered(filter) ? (
        <Button
          className={s.roomy ?? ""}
          variant="subtle"
          size="xs"
          data-quiet
          leftSection={<IconX size={15} aria-hidden />}
          onClick={() => ask({ q: "", who: "", due: "", label: "", ...noCustom(filter) })}
        >
          {t("tasks.filter.clear")}
        </Button>
      ) : null}
    </>
  );
}
