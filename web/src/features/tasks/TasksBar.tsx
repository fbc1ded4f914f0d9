import { ActionIcon, Button, Menu, SegmentedControl } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconArchive, IconArrowLeft, IconCheck, IconListCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import type { Board } from "../../api/tasks";
import type { T } from "../../i18n";
import { Bar } from "../../ui/parts";
import { ArrangeDialog, type Arranged, ArrangeItems } from "./ArrangeBoard";
import { BoardTools } from "./BoardTools";
import { useTasks } from "./context";
import { Filters } from "./Filters";
import { withAsked } from "./filters";
import { fieldOf, laneFields } from "./lanes";
import { type Look, lanes, lookIn } from "./looks";
import s from "./tasks.module.css";
import { Views } from "./Views";
import { isLate } from "./words";

/** How many tasks are shown, and how many of them are late. */
function Sum() {
  const { t } = useTranslation();
  const { columns, today, wishes } = useTasks();
  const all = [...columns.values()].flat();
  const late = all.filter((card) => isLate(card, today)).length;
  const waiting = wishes.filter((w) => w.state === "waiting").length;
  return (
    <span className="dim small desk-only" role="status">
      {waiting > 0
        ? t("tasks.unsent", { count: waiting })
        : late > 0
          ? `${t("tasks.count", { count: all.length })}, ${t("tasks.countLate", { count: late })}`
          : t("tasks.count", { count: all.length })}
    </span>
  );
}

function laneName(of: Look["by"], board: Board, t: T): string {
  switch (of) {
    case "":
      return t("tasks.lanes.none");
    case "who":
      return t("tasks.lanes.who");
    case "label":
      return t("tasks.lanes.label");
    case "priority":
      return t("tasks.lanes.priority");
    default:
      return t("tasks.lanes.field", { field: fieldOf(of, board)?.name ?? "" });
  }
}

/** How the board is cut, what is chosen or put away, and, for who may, what it is made of. */
function Options({ look, show }: { look: Look; show: (next: Readonly<Record<string, string>>) => void }) {
  const { t } = useTranslation();
  const { may, chosen, board } = useTasks();
  const ways: readonly Look["by"][] = [...lanes, ...laneFields(board).map(({ id }) => `custom.${id}` as const)];
  const [dialog, open] = useState<Arranged | null>(null);
  return (
    <>
      <Menu withinPortal returnFocus>
        <Menu.Target>
          <ActionIcon aria-label={t("tasks.options")}>
            <IconAdjustmentsHorizontal size={18} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("tasks.lanes")}</Menu.Label>
          {ways.map((by) => (
            <Menu.Item
              key={by}
              leftSection={look.by === by ? <IconCheck size={16} aria-hidden /> : <span className={s.noIcon} />}
              aria-current={look.by === by ? "true" : undefined}
              onClick={() => show({ by, view: "", archived: "" })}
            >
              {laneName(by, board, t)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {may.make ? (
            <Menu.Item leftSection={<IconListCheck size={16} aria-hidden />} onClick={() => chosen.set(new Set())}>
              {t("tasks.choose")}
            </Menu.Item>
          ) : null}
          <Menu.Item
            leftSection={<IconArchive size={16} aria-hidden />}
            onClick={() => show({ view: "list", archived: "yes" })}
          >
            {t("tasks.archive.open")}
          </Menu.Item>
          {may.arrange ? <ArrangeItems open={open} /> : null}
        </Menu.Dropdown>
      </Menu>
      <ArrangeDialog which={dialog} close={() => open(null)} />
    </>
  );
}

/** What stands above the tasks: how they are laid out, which ones, how many. */
export function TasksBar() {
  const { t } = useTranslation();
  const [at, go] = useLocation();
  const search = useSearch();
  const { filter } = useTasks();
  const look = lookIn(search);
  const show = (next: Readonly<Record<string, string>>) => go(`${at}${withAsked(search, next)}`);
  if (filter.archived)
    return (
      <Bar wraps>
        <Button
          variant="subtle"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={() => show({ view: "", archived: "" })}
        >
          {t("tasks.archive.close")}
        </Button>
        <Filters />
      </Bar>
    );
  return (
    <Bar wraps>
      <SegmentedControl
        className={s.layouts ?? ""}
        aria-label={t("tasks.view")}
        value={look.view}
        onChange={(view) => show({ view: view === "board" ? "" : view, archived: "" })}
        data={[
          { value: "board", label: t("tasks.view.board") },
          { value: "list", label: t("tasks.view.list") },
          { value: "table", label: t("tasks.view.table") },
        ]}
      />
      <Filters />
      <Views />
      <span className={s.spread} />
      <Sum />
      <Options look={look} show={show} />
      <BoardTools />
    </Bar>
  );
}
