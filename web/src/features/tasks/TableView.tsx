import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type CSSProperties, memo, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { useLocation, useSearch } from "wouter";
import type { T } from "../../i18n";
import { EmptyState } from "../../ui/parts";
import { useTasks } from "./context";
import { withAsked } from "./filters";
import { aheadPx } from "./looks";
import { pressedSort, type Sort, type Sorted, sortedBy, sortIn, sorts } from "./sorting";
import { TableRow } from "./TableRow";
import s from "./tasks.module.css";
import { useBeyond } from "./useBeyond";
import { useCustomWords } from "./useCustomWords";
import { useRowKeys } from "./useRowKeys";

const rowPx = 41;
/** Drawn anew when something of it changes, and not by every turn of the wheel. */
const Row = memo(TableRow);

function sortName(of: (typeof sorts)[number], t: T): string {
  switch (of) {
    case "number":
      return t("tasks.number");
    case "title":
      return t("tasks.one");
    case "place":
      return t("tasks.field.place");
    case "assignees":
      return t("tasks.field.assignees");
    case "start":
      return t("tasks.field.start");
    case "due":
      return t("tasks.field.due");
    case "priority":
      return t("tasks.field.priority");
    case "estimate":
      return t("tasks.estimate.short");
    case "spent":
      return t("tasks.spent.short");
  }
}

/** What a column is called; it sorts by itself. */
function HeadCell({ by, name, sort }: { by: Sort; name: string; sort: Sorted | null }) {
  const [at, go] = useLocation();
  const search = useSearch();
  const mine = sort?.by === by ? sort : null;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus
    <div role="columnheader" aria-sort={mine ? (mine.down ? "descending" : "ascending") : "none"} data-cell={by}>
      <button
        type="button"
        onClick={() => go(`${at}${withAsked(search, { sort: pressedSort(sort, by) })}`, { replace: true })}
      >
        <span className="cut">{name}</span>
        {mine ? mine.down ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden /> : null}
      </button>
    </div>
  );
}

function TableHead({ sort: said }: { sort: string }) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const sort = sortIn(said);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: what stands in its cells takes the focus
    <div role="row" className={`${s.tr} ${s.th}`}>
      {sorts.map((by) => (
        <HeadCell key={by} by={by} name={sortName(by, t)} sort={sort} />
      ))}
      {/* biome-ignore lint/a11y/useFocusableInteractive: nothing is pressed here */}
      <div role="columnheader" data-cell="labels">
        {t("tasks.field.labels")}
      </div>
      {board.fields?.map((field) => (
        <HeadCell key={field.id} by={`custom.${field.id}`} name={field.name} sort={sort} />
      ))}
    </div>
  );
}

interface TableProps {
  readonly shown: string | null;
  readonly hrefOf: (id: string) => string;
  readonly sort: string;
}

/** All tasks, a value in each cell: sorted by any, changed in place. */
export function TableView({ shown, hrefOf, sort }: TableProps) {
  const { t } = useTranslation();
  const { columns, board, personOf } = useTasks();
  const words = useCustomWords();
  const scroller = useRef<HTMLDivElement>(null);
  const cards = useMemo(
    () => sortedBy([...columns.values()].flat(), sortIn(sort), { board, personOf, words }),
    [columns, sort, board, personOf, words],
  );
  const list = useRef<VirtualizerHandle>(null);
  const focus = (id: string) => {
    list.current?.scrollToIndex(
      cards.findIndex((card) => card.id === id),
      { align: "nearest" },
    );
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus(),
    );
  };
  const onKeyDown = useRowKeys(
    cards.map((card) => card.id),
    focus,
  );
  const beyond = useBeyond(scroller, (board.fields?.length ?? 0) + (cards.length === 0 ? 0 : 1));
  if (cards.length === 0)
    return (
      <div className={s.page}>
        <EmptyState title={t("tasks.emptyFilter")}>{t("tasks.emptyFilterBody")}</EmptyState>
      </div>
    );
  return (
    <div className={s.tableAround} data-beyond={beyond || undefined}>
      <div
        className={s.table}
        style={{ "--fields": board.fields?.length ?? 0 } as CSSProperties}
        ref={scroller}
        role="table"
        aria-label={t("tasks.table")}
        aria-rowcount={cards.length + 1}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={s.thead}>
          <TableHead sort={sort} />
        </div>
        <div role="rowgroup">
          <Virtualizer
            ref={list}
            scrollRef={scroller}
            itemSize={rowPx}
            bufferSize={aheadPx}
            data={cards}
            startMargin={rowPx}
          >
            {(card, index) => (
              <Row key={card.id} of={card} index={index} on={shown === card.id} href={hrefOf(card.id)} />
            )}
          </Virtualizer>
        </div>
      </div>
    </div>
  );
}
