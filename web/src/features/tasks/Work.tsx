import { SegmentedControl } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useSearch } from "wouter";
import { type Mine, type MyCard, mine, portions } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import { plain, shortOf } from "../../base/names";
import type { T } from "../../i18n";
import { isoDay } from "../../i18n/dates";
import { Mini, NavBody, NavGroup, NavItem } from "../../shell/Nav";
import { Scroll, Shell } from "../../shell/Shell";
import { Answered } from "../../ui/Answered";
import { EmptyState, Head, Plaque } from "../../ui/parts";
import { StateGlyph } from "./Glyph";
import s from "./tasks.module.css";
import { dueWords, type Glyph, isLate } from "./words";

type Portion = (typeof portions)[number];

function portionName(of: Portion, t: T): string {
  switch (of) {
    case "late":
      return t("tasks.late");
    case "today":
      return t("tasks.todayHead");
    case "week":
      return t("tasks.week");
    case "later":
      return t("tasks.later");
    case "to_validate":
      return t("tasks.toValidate");
    case "validated":
      return t("tasks.validated");
  }
}

const glyphs: Record<MyCard["state"], Glyph> = { open: "todo", done: "review", validated: "done" };
const taskPath = (of: MyCard): string => `/spaces/${encodeURIComponent(of.space)}/tasks/${encodeURIComponent(of.id)}`;

interface Group {
  readonly key: string;
  readonly name: string;
  readonly cards: readonly MyCard[];
}

function stateName(of: MyCard["state"], t: T): string {
  return of === "open" ? t("tasks.state.open") : of === "done" ? t("tasks.state.done") : t("tasks.state.validated");
}

function Lines({ of, today }: { of: Group; today: string }) {
  const { t } = useTranslation();
  return (
    <section aria-label={of.name}>
      <h2 className={`${s.row} ${s.group}`}>
        {of.name}
        <span className={s.n}>{of.cards.length}</span>
      </h2>
      <ul>
        {of.cards.map((card) => (
          <li key={card.id} className={`${s.row} ${s.work}`}>
            <Link className={s.title} href={taskPath(card)}>
              <StateGlyph of={glyphs[card.state]} name={stateName(card.state, t)} />
              <span className="cut">{card.title}</span>
            </Link>
            <span className={`${s.place} ${s.opt}`}>
              <Plaque id={card.space} short={shortOf(card.space_name)} size={18} />
              <span className="cut">{plain(card.space_name)}</span>
            </span>
            <span className={isLate(card, today) ? `small ${s.late}` : "dim small"}>
              {card.due ? dueWords(card.due, t) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is to be done, as the second column counts it by space. */
const open = (all: Mine): readonly MyCard[] => [...all.late, ...all.today, ...all.week, ...all.later];

function groupsOf(all: Mine, by: "date" | "space", space: string | null, t: T): readonly Group[] {
  const here = (cards: readonly MyCard[]) => (space ? cards.filter((c) => c.space === space) : cards);
  if (by === "date")
    return portions
      .map((portion) => ({ key: portion, name: portionName(portion, t), cards: here(all[portion] ?? []) }))
      .filter((group) => group.cards.length > 0);
  const groups = Map.groupBy(here(open(all)), (card) => card.space);
  return [...groups].map(([key, cards]) => ({ key, name: plain(cards[0]!.space_name), cards }));
}

function Places({ all, at }: { all: Mine; at: string | null }) {
  const { t } = useTranslation();
  const places = [...Map.groupBy(open(all), (card) => card.space)];
  return (
    <NavBody>
      <NavGroup name={t("tasks.work")}>
        <NavItem href="/work" current={at === null} end={<Mini>{open(all).length}</Mini>}>
          {t("tasks.toDo")}
        </NavItem>
      </NavGroup>
      {places.length > 0 ? (
        <NavGroup name={t("tasks.bySpace")}>
          {places.map(([id, cards]) => (
            <NavItem
              key={id}
              href={`/work?space=${encodeURIComponent(id)}`}
              current={at === id}
              lead={<Plaque id={id} short={shortOf(cards[0]!.space_name)} size={22} />}
              end={<Mini>{cards.length}</Mini>}
            >
              {plain(cards[0]!.space_name)}
            </NavItem>
          ))}
        </NavGroup>
      ) : null}
    </NavBody>
  );
}

/** Everything that is mine to do, in all my spaces. */
export default function Work() {
  const { t } = useTranslation();
  const [at, go] = useLocation();
  const search = useSearch();
  const [today] = useState(() => isoDay(Date.now()));
  const [asked, again] = useAsked(useCallback(() => mine(today), [today]));
  const space = new URLSearchParams(search).get("space");
  const by = new URLSearchParams(search).get("by") === "space" ? "space" : "date";
  const all = asked.state === "here" ? asked.value : null;
  const spaces = useMemo(() => new Set(all ? open(all).map((card) => card.space) : []).size, [all]);
  const group = (next: string) => {
    const asking = new URLSearchParams(search);
    if (next === "space") asking.set("by", next);
    else asking.delete("by");
    go(`${at}${asking.size > 0 ? `?${asking}` : ""}`, { replace: true });
  };
  return (
    <Shell title={t("tasks.work")} nav={all ? <Places all={all} at={space} /> : <NavBody>{null}</NavBody>}>
      <Head
        title={t("tasks.work")}
        sub={all ? `${t("tasks.count", { count: open(all).length })} ${t("tasks.inSpaces", { count: spaces })}` : null}
        end={
          <SegmentedControl
            aria-label={t("tasks.group")}
            value={by}
            onChange={group}
            data={[
              { value: "date", label: t("tasks.group.date") },
              { value: "space", label: t("tasks.group.space") },
            ]}
          />
        }
      />
      <Scroll label={t("tasks.work")}>
        <Answered of={asked} again={again} failed={t("tasks.failed")}>
          {(value) => {
            const groups = groupsOf(value, by, space, t);
            return groups.length > 0 ? (
              groups.map((one) => <Lines key={one.key} of={one} today={today} />)
            ) : (
              <div className={s.page}>
                <EmptyState title={t("tasks.emptyWork")}>{t("tasks.emptyWorkBody")}</EmptyState>
              </div>
            );
          }}
        </Answered>
      </Scroll>
    </Shell>
  );
}
