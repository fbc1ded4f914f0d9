import { Button } from "@mantine/core";
import { IconPlus, IconTemplate } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { SpaceAppProps } from "../../shell/feature";
import { Scroll, Shell } from "../../shell/Shell";
import { useWhy } from "../../shell/WhyPanel";
import { EmptyState, ErrorState, Head, PhoneLine, Waiting } from "../../ui/parts";
import { BoardView } from "./BoardView";
import { Chosen } from "./Chosen";
import { CopyBoard } from "./CopyBoard";
import { announced, TasksContext, useTasks, useTasksOf } from "./context";
import { FromTemplate } from "./FromTemplate";
import { filterIn, isFiltered, withAsked } from "./filters";
import { webhooksPart } from "./hooks";
import { LanesView } from "./LanesView";
import { ListView } from "./ListView";
import { fieldOf } from "./lanes";
import { lookIn } from "./looks";
import { TableView } from "./TableView";
import { TaskAudience } from "./TaskAudience";
import { TaskPanel } from "./TaskPanel";
import { TasksBar } from "./TasksBar";
import { Together } from "./Together";
import { Troubles } from "./Troubles";
import s from "./tasks.module.css";
import { WebhooksPage } from "./WebhooksPage";
import { customId } from "./wishes";

function Announced() {
  const { words, times } = announced.use();
  return (
    <p className="hidden" role="status">
      <span key={times}>{words}</span>
    </p>
  );
}

/** A board without tasks: what it is for, and who sees what one writes there. */
function Nothing({ add, home }: { add: () => void; home: string }) {
  const { t } = useTranslation();
  const { may, space } = useTasks();
  const [copying, copy] = useState(false);
  const button = (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
        {t("tasks.makeFirst")}
      </Button>
      {may.arrange ? (
        <Button variant="light" leftSection={<IconTemplate size={16} aria-hidden />} onClick={() => copy(true)}>
          {t("templates.board.do")}
        </Button>
      ) : null}
      {copying ? <CopyBoard close={() => copy(false)} /> : null}
    </>
  );
  return (
    <Scroll>
      <div className={s.page}>
        <EmptyState title={t("tasks.empty")} actions={may.make ? button : null}>
          {!may.seeAll ? t("tasks.emptyOwn") : may.make ? t("tasks.emptyBody") : t("tasks.emptyReader")}
        </EmptyState>
        {may.seeAll ? (
          <p className={s.seenBy}>
            <TaskAudience space={space} root={home} />
          </p>
        ) : null}
      </div>
    </Scroll>
  );
}

interface WorkProps {
  readonly home: string;
  readonly part: string | null;
  readonly hrefOf: (id: string) => string;
  readonly adding: string | null;
  readonly add: (column: string | null) => void;
}

/** What stands below the bar. */
function Work({ home, part, hrefOf, adding, add }: WorkProps) {
  const { t } = useTranslation();
  const { followed, following, board, columns, filter } = useTasks();
  const { view, by, sort } = lookIn(useSearch());
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
  const none = [...columns.values()].every((cards) => cards.length === 0);
  if (none && !isFiltered(filter) && !filter.archived && adding === null && followed.whole)
    return <Nothing home={home} add={() => add(board.columns[0]?.id ?? null)} />;
  if (view === "list") return <ListView shown={part} hrefOf={hrefOf} />;
  if (view === "table") return <TableView shown={part} hrefOf={hrefOf} sort={sort} />;
  const cut = by !== "" && (customId(by) === null || fieldOf(by, board) !== undefined);
  if (cut) return <LanesView shown={part} hrefOf={hrefOf} by={by} />;
  return <BoardView shown={part} hrefOf={hrefOf} adding={adding} add={add} />;
}

/** The tasks of a space: a board, a list, a table, and one of them in the panel. */
export default function Tasks({ space, nav, root, part: open }: SpaceAppProps) {
  const { t } = useTranslation();
  const [at, go] = useLocation();
  const search = useSearch();
  const filter = useMemo(() => filterIn(search), [search]);
  const tasks = useTasksOf(space, `${root}/tasks`, filter);
  const [adding, add] = useState<string | null>(null);
  const begin = () => {
    go(`${at}${withAsked(search, { view: "", by: "", archived: "" })}`);
    add(tasks.board.columns[0]?.id ?? null);
  };
  const asked = search && `?${search}`;
  const { part, panel } = useWhy({ space, root, of: "tasks", part: open, close: `${root}/tasks${asked}` });
  const hrefOf = useCallback((id: string) => `${root}/tasks/${encodeURIComponent(id)}${asked}`, [root, asked]);
  if (part === webhooksPart)
    return (
      <TasksContext value={tasks}>
        <WebhooksPage nav={nav} />
      </TasksContext>
    );
  return (
    <TasksContext value={tasks}>
      <Shell
        title={t("tasks.titleOf", { name: space.name })}
        nav={nav}
        panel={part ? <TaskPanel key={part} id={part} close={`${root}/tasks${asked}`} hrefOf={hrefOf} /> : panel}
      >
        <Head
          back={filter.archived ? `${root}/tasks` : root}
          of={space.name}
          title={filter.archived ? t("tasks.archive.open") : t("tasks.title")}
          sub={part || !tasks.may.seeAll ? null : <TaskAudience space={space} root={root} />}
          end={
            tasks.may.make && !filter.archived && tasks.followed.state === "here" ? (
              <>
                <FromTemplate />
                <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={begin}>
                  {t("tasks.new")}
                </Button>
              </>
            ) : null
          }
        />
        {tasks.may.seeAll ? (
          <PhoneLine>
            <TaskAudience space={space} root={root} />
          </PhoneLine>
        ) : null}
        <TasksBar />
        <Together />
        <Troubles />
        <Work home={root} part={part} hrefOf={hrefOf} adding={adding} add={add} />
        <Chosen />
        <Announced />
      </Shell>
    </TasksContext>
  );
}
