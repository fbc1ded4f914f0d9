import { Button, Checkbox } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { Link } from "wouter";
import { type Card, pageMax, taskPage } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import { Answered } from "../../ui/Answered";
import { EmptyState } from "../../ui/parts";
import { useActs } from "./acts";
import { toggled, useTasks } from "./context";
import { fits } from "./filters";
import { StateGlyph } from "./Glyph";
import { aheadPx } from "./looks";
import { RepeatMark } from "./Repeat";
import { Assignees, LabelMark } from "./TaskCard";
import s from "./tasks.module.css";
import { useRowKeys } from "./useRowKeys";
import { isNew } from "./wishes";
import { columnName, dueWords, glyphOf, isLate } from "./words";

interface ListProps {
  readonly shown: string | null;
  readonly hrefOf: (id: string) => string;
}

function Line({ of, shown, hrefOf }: ListProps & { of: Card }) {
  const { t } = useTranslation();
  const { board, today, may, chosen } = useTasks();
  const { archive } = useActs();
  const all = chosen.use();
  const mine = may.change(of);
  const label = board.labels?.find((l) => of.labels?.includes(l.id));
  const late = isLate(of, today);
  return (
    <div className={s.row} data-on={shown === of.id || undefined} data-archived={of.archived || undefined}>
      {all && mine && !of.archived ? (
        <Checkbox
          className={s.choice ?? ""}
          aria-label={t("tasks.choose.one", { title: of.title })}
          checked={all.has(of.id)}
          onChange={() => chosen.set((now) => toggled(now, of.id))}
        />
      ) : null}
      <Link
        className={s.title}
        href={isNew(of.id) ? "" : hrefOf(of.id)}
        data-card={of.id}
        data-choosing={(all && mine) || undefined}
        onClick={(e) => isNew(of.id) && e.preventDefault()}
      >
        <StateGlyph of={glyphOf(board, of.column)} name={columnName(board, of.column)} />
        <span className={s.ref}>{isNew(of.id) ? "" : of.number}</span>
        <span className="cut">{of.title}</span>
        <RepeatMark of={of} size={15} />
        {of.priority === "urgent" ? (
          <IconArrowUp size={15} stroke={2.2} color="var(--danger)" aria-label={t("tasks.priority.urgent")} />
        ) : null}
      </Link>
      <span className={`cut ${s.opt}`}>{label ? <LabelMark of={label} /> : null}</span>
      <span className={late ? `small ${s.late}` : "dim small"}>
        {of.due ? dueWords(of.due, t) : null}
        {late ? <span className="hidden"> {t("tasks.late")}</span> : null}
      </span>
      <span className={s.who}>
        {of.archived && mine ? (
          <Button size="xs" variant="light" onClick={() => archive(of, false)}>
            {t("tasks.restore.short")}
            <span className="hidden">, {of.title}</span>
          </Button>
        ) : (
          <Assignees of={of.assignees} />
        )}
      </span>
    </div>
  );
}

type Row = { readonly key: string; readonly column?: string; readonly count?: number; readonly card?: Card };

/** Rows, of which only those in sight are drawn; arrows go from one to the next. */
function Rows({ rows, shown, hrefOf }: ListProps & { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLElement>(null);
  const focus = (id: string) => {
    const at = rows.findIndex((row) => row.card?.id === id);
    list.current?.scrollToIndex(at, { align: "nearest" });
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus(),
    );
  };
  const onKeyDown = useRowKeys(
    rows.flatMap((row) => row.card?.id ?? []),
    focus,
  );
  return (
    <section className={s.rows} ref={scroller} aria-label={t("tasks.list")} tabIndex={0} onKeyDown={onKeyDown}>
      <Virtualizer ref={list} scrollRef={scroller} bufferSize={aheadPx} data={rows}>
        {(row) =>
          row.card ? (
            <Line key={row.key} of={row.card} shown={shown} hrefOf={hrefOf} />
          ) : (
            <h2 key={row.key} className={`${s.row} ${s.group}`}>
              <StateGlyph of={glyphOf(board, row.column!)} size={14} />
              {columnName(board, row.column!)}
              <span className={s.n}>{row.count}</span>
            </h2>
          )
        }
      </Virtualizer>
    </section>
  );
}

/** Those that were put away: asked for when somebody wants to see them. */
function Archived({ shown, hrefOf }: ListProps) {
  const { t } = useTranslation();
  const { space, filter, me, today, followed } = useTasks();
  const question = useCallback(
    () => taskPage(space.space_id, undefined, true, new AbortController().signal),
    [space.space_id],
  );
  const [asked, again] = useAsked(question);
  return (
    <Answered of={asked} again={again} failed={t("tasks.failed")}>
      {({ tasks }) => {
        const now = tasks.map((card) => followed.cards.get(card.id) ?? card);
        const rows = now
          .filter((card) => card.archived && fits(card, filter, me, today))
          .slice(0, pageMax)
          .map((card) => ({ key: card.id, card }));
        return rows.length > 0 ? (
          <>
            <p className={`${s.row} ${s.group}`} role="status">
              {t("tasks.archive.count", { count: rows.length })}
            </p>
            <Rows rows={rows} shown={shown} hrefOf={hrefOf} />
          </>
        ) : (
          <div className={s.page}>
            <EmptyState title={t("tasks.emptyArchive")}>{t("tasks.emptyArchiveBody")}</EmptyState>
          </div>
        );
      }}
    </Answered>
  );
}

/** All tasks below each other, by column. */
export function ListView({ shown, hrefOf }: ListProps) {
  const { t } = useTranslation();
  const { columns, filter, board } = useTasks();
  const rows = useMemo(
    () =>
      board.columns.flatMap(({ id }): Row[] => {
        const cards = columns.get(id) ?? [];
        if (cards.length === 0) return [];
        return [
          { key: `column ${id}`, column: id, count: cards.length },
          ...cards.map((card) => ({ key: card.id, card })),
        ];
      }),
    [board, columns],
  );
  return (
    <>
      <div className={`${s.row} ${s.listHead} desk-only`} data-archived={filter.archived || undefined} aria-hidden>
        <span>{t("tasks.one")}</span>
        <span className={s.opt}>{board.labels?.length ? t("tasks.field.labels") : null}</span>
        <span>{t("tasks.field.due")}</span>
        <span className={s.who}>{filter.archived ? null : t("tasks.who")}</span>
      </div>
      {filter.archived ? (
        <Archived shown={shown} hrefOf={hrefOf} />
      ) : rows.length > 0 ? (
        <Rows rows={rows} shown={shown} hrefOf={hrefOf} />
      ) : (
        <div className={s.page}>
          <EmptyState title={t("tasks.emptyFilter")}>{t("tasks.emptyFilterBody")}</EmptyState>
        </div>
      )}
    </>
  );
}
