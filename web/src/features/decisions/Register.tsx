import { Button } from "@mantine/core";
import { IconGavel, IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import { type DecisionCard, type RegisterPage, register } from "../../api/decisions";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { msOfDay, shortDay } from "../../i18n/dates";
import { useShortcut } from "../../shell/keys";
import { Scroll } from "../../shell/Shell";
import { Badge, EmptyState, ErrorState, Waiting, Wrong } from "../../ui/parts";
import { useFresh, useRegister } from "./context";
import s from "./decisions.module.css";
import { filterIn, isFiltered, isSuperseded, stateName, toneOf, yearOf } from "./words";

/** Who decided: a body, people, or both. */
export function useDecidedBy(): (of: DecisionCard) => string {
  const { personOf } = useRegister();
  return ({ body, deciders }) => [body, ...deciders.map((id) => personOf(id).name)].filter(Boolean).join(", ");
}

/** How far a decision is, and whether another one came in its place. */
export function StateBadge({ of }: { of: DecisionCard }) {
  const { t } = useTranslation();
  return isSuperseded(of) ? (
    <Badge>{t("decisions.superseded")}</Badge>
  ) : (
    <Badge tone={toneOf(of.state)}>{stateName(of.state, t)}</Badge>
  );
}

function Row({ of, shown, href }: { of: DecisionCard; shown: boolean; href: string }) {
  const decidedBy = useDecidedBy();
  return (
    <li>
      <Link
        className={s.row}
        href={href}
        data-decision={of.id}
        data-on={shown || undefined}
        data-past={isSuperseded(of) || of.state === "withdrawn" || undefined}
      >
        <span className={s.ref}>{of.number}</span>
        <span className={s.what}>
          <b>{of.title}</b>
          <span className="cut">{of.question}</span>
        </span>
        <StateBadge of={of} />
        <span className={`cut ${s.opt}`}>{decidedBy(of)}</span>
        <span className={s.day}>{of.day ? shortDay(msOfDay(of.day)) : null}</span>
      </Link>
    </li>
  );
}

/** Arrows and j/k go from one decision to the next. */
function useSteps() {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const step = (by: 1 | -1) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>("[data-decision]") ?? [])];
    const here = all.indexOf(document.activeElement as HTMLElement);
    const to = here < 0 ? (all.find((one) => one.dataset.on) ?? all[0]) : all[here + by];
    to?.focus();
  };
  useShortcut({ keys: "j", name: t("decisions.keys.next"), run: () => step(1) });
  useShortcut({ keys: "k", name: t("decisions.keys.previous"), run: () => step(-1) });
  const onKeyDown = (e: KeyboardEvent) => {
    const arrow = e.key === "ArrowDown" || e.key === "ArrowUp";
    if (!arrow || e.ctrlKey || e.altKey || e.metaKey || !(e.target as HTMLElement).dataset.decision) return;
    e.preventDefault();
    step(e.key === "ArrowDown" ? 1 : -1);
  };
  return { list, onKeyDown };
}

function Rows({ of, shown }: { of: readonly DecisionCard[]; shown: string | null }) {
  const { root } = useRegister();
  const search = useSearch();
  const { list, onKeyDown } = useSteps();
  const years = useMemo(() => {
    const all = new Map<string, DecisionCard[]>();
    for (const one of of) all.set(yearOf(one), [...(all.get(yearOf(one)) ?? []), one]);
    return [...all];
  }, [of]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows go between the links in it
    <div ref={list} onKeyDown={onKeyDown}>
      {years.map(([year, decisions]) => (
        <section key={year} aria-label={year}>
          <h2 className={s.year}>{year}</h2>
          <ul className={s.rows}>
            {decisions.map((one) => (
              <Row
                key={one.id}
                of={one}
                shown={shown === one.id}
                href={`${root}/${encodeURIComponent(one.id)}${search && `?${search}`}`}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Nothing({ begin }: { begin: () => void }) {
  const { t } = useTranslation();
  const { may } = useRegister();
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={begin}>
      {t("decisions.first")}
    </Button>
  );
  return (
    <EmptyState
      lead={<IconGavel size={32} stroke={1.4} aria-hidden />}
      title={t("decisions.empty")}
      actions={may.propose ? button : null}
    >
      {may.propose ? t("decisions.emptyBody") : t("decisions.emptyReader")}
    </EmptyState>
  );
}

/** The pages of the register that were asked for: read anew, they are as many as before. */
function usePages() {
  const { space, turn, hearing } = useRegister();
  const search = useSearch();
  const filter = useMemo(() => filterIn(search), [search]);
  const shown = useRef({ filter, pages: 1 });
  if (shown.current.filter !== filter) shown.current = { filter, pages: 1 };
  const question = useCallback(async () => {
    let page = await register(space.space_id, filter);
    for (let read = 1; read < shown.current.pages && page.next !== undefined; read++)
      page = joined(page, await register(space.space_id, filter, page.next));
    hearing.begin(page.since);
    return page;
  }, [space.space_id, filter, hearing]);
  const [asked, again, put] = useAsked(question);
  useFresh(again);
  const read = useRef(turn);
  useEffect(() => {
    if (read.current === turn) return;
    read.current = turn;
    again();
  }, [turn, again]);
  const last = useRef(asked);
  last.current = asked;
  const further = async (page: RegisterPage) => {
    const of = shown.current;
    const next = await register(space.space_id, of.filter, page.next);
    // What was asked of another filter is no page of this one.
    if (shown.current !== of) return;
    of.pages++;
    const same = last.current.state === "here" && last.current.value === page;
    if (same) put(joined(page, next));
    else again();
  };
  return { asked, again, further, filter };
}

function joined(page: RegisterPage, next: RegisterPage): RegisterPage {
  return { ...next, since: page.since, decisions: [...page.decisions, ...next.decisions] };
}

/** The register, the latest first. */
export function Register({ shown, begin }: { shown: string | null; begin: () => void }) {
  const { t } = useTranslation();
  const { asked, again, further, filter } = usePages();
  const { busy, run, refusal } = useDeed();
  if (asked.state === "waiting") return <Waiting lines={8} />;
  if (asked.state === "refused") {
    const closed = asked.why instanceof Refusal && (asked.why.status === 403 || asked.why.status === 404);
    return (
      <div className={s.page}>
        {closed ? (
          <EmptyState title={t("decisions.closed")}>{t("decisions.closedBody")}</EmptyState>
        ) : (
          <ErrorState title={t("decisions.failed")} retry={again}>
            {reasonOf(asked.why, t)}
          </ErrorState>
        )}
      </div>
    );
  }
  const { decisions: all, next } = asked.value;
  const more = () => void run(() => further(asked.value));
  return (
    <Scroll label={t("decisions.list")}>
      {all.length > 0 ? (
        <Rows of={all} shown={shown} />
      ) : (
        <div className={s.page}>
          {isFiltered(filter) ? (
            <EmptyState title={t("decisions.noneFound")}>{t("decisions.noneFoundBody")}</EmptyState>
          ) : (
            <Nothing begin={begin} />
          )}
        </div>
      )}
      <p className="hidden" role="status">
        {t("decisions.count", { count: all.length })}
      </p>
      {next === undefined ? null : (
        <div className={s.further}>
          <Button variant="light" loading={busy} onClick={more}>
            {t("decisions.more")}
          </Button>
          <Wrong>{refusal}</Wrong>
        </div>
      )}
    </Scroll>
  );
}
