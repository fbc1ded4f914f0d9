import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { SpaceAppProps } from "../../shell/feature";
import { Scroll, Shell } from "../../shell/Shell";
import { SpaceAudience } from "../../shell/SpaceAudience";
import { Bar, EmptyState, ErrorState, Head, Waiting } from "../../ui/parts";
import { BoardView } from "./BoardView";
import { announced, TasksContext, useTasks, useTasksOf } from "./context";
import { Filters } from "./Filters";
import { filterIn, isFiltered, withAsked } from "./filters";
import { ListView } from "./ListView";
import { TaskPanel } from "./TaskPanel";
import { Troubles } from "./Troubles";
import s from "./tasks.module.css";
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

const Announced = () => (
  <p className="hidden" role="status">
    {announced.use()}
  </p>
);

function Nothing({ add }: { add: () => void }) {
  const { t } = useTranslation();
  const { may } = useTasks();
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
      {t("tasks.makeFirst")}
    </Button>
  );
  return (
    <Scroll>
      <div className={s.page}>
        <EmptyState title={t("tasks.empty")} actions={may.make ? button : null}>
          {may.make ? t("tasks.emptyBody") : t("tasks.emptyReader")}
        </EmptyState>
      </div>
    </Scroll>
  );
}

interface WorkProps {
  readonly view: "board" | "list";
  readonly part: string | null;
  readonly adding: string | null;
  readonly add: (column: string | null) => void;
}

/** What stands below the bar. */
function Work({ view, part, adding, add }: WorkProps) {
  const { t } = useTranslation();
  const { root, followed, following, board, columns, filter } = useTasks();
  const search = useSearch();
  const hrefOf = useCallback(
    (id: string) => `${root}/${encodeURIComponent(id)}${search && `?${search}`}`,
    [root, search],
  );
  if (followed.state === "waiting") return <Waiting lines={8} />;
  if (followed.state === "refused") {
    const closed = followed.why instanceof Refusal && (followed.why.status === 403 || followed.why.status === 404);
    return (
      <div className={s.page}>
        {closed ? (
          <EmptyState title={t("tasks.closed")}>{t("tasks.closedBody")}</EmptyState>
        ) : (
          <ErrorState title={t("tasks.failed")} retry={() => following.again()}>
            {reasonOf(followed.why, t)}
          </ErrorState>
        )}
      </div>
    );
  }
  if (view === "list") return <ListView shown={part} hrefOf={hrefOf} />;
  const none = [...columns.values()].every((cards) => cards.length === 0);
  if (none && !isFiltered(filter) && adding === null && followed.whole)
    return <Nothing add={() => add(board.columns[0]?.id ?? null)} />;
  return <BoardView shown={part} hrefOf={hrefOf} adding={adding} add={add} />;
}

/** The tasks of a space: a board, a list, and one of them in the panel. */
export default function Tasks({ space, nav, root, part }: SpaceAppProps) {
  const { t } = useTranslation();
  const [at, go] = useLocation();
  const search = useSearch();
  const filter = useMemo(() => filterIn(search), [search]);
  const tasks = useTasksOf(space, `${root}/tasks`, filter);
  const [adding, add] = useState<string | null>(null);
  const view = new URLSearchParams(search).get("view") === "list" ? "list" : "board";
  const show = (next: string) => go(`${at}${withAsked(search, { view: next === "list" ? "list" : "", archived: "" })}`);
  const begin = () => {
    if (view === "list") show("board");
    add(tasks.board.columns[0]?.id ?? null);
  };
  const whole = `${tasks.root}${search && `?${search}`}`;
  return (
    <TasksContext value={tasks}>
      <Shell
        title={t("tasks.titleOf", { name: space.name })}
        nav={nav}
        panel={part ? <TaskPanel key={part} id={part} close={whole} /> : undefined}
      >
        <Head
          back={root}
          title={t("tasks.title")}
          sub={part ? null : <SpaceAudience space={space} root={root} />}
          end={
            tasks.may.make && tasks.followed.state === "here" ? (
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={begin}>
                {t("tasks.new")}
              </Button>
            ) : null
          }
        />
        <Bar>
          <SegmentedControl
            aria-label={t("tasks.view")}
            value={view}
            onChange={show}
            data={[
              { value: "board", label: t("tasks.view.board") },
              { value: "list", label: t("tasks.view.list") },
            ]}
          />
          <Filters />
          <span className={s.spread} />
          <Sum />
        </Bar>
        <Troubles />
        <Work view={view} part={part} adding={adding} add={add} />
        <Announced />
      </Shell>
    </TasksContext>
  );
}
