import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { type Icon, IconAlertCircle, IconChecks, IconCircleCheck, IconPlus, IconSun } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { follow, pause } from "../../api/following";
import { Refusal } from "../../api/http";
import { type Mine, type MyCard, mine, mineChanged, minePart, portions, type Task } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import { useVisible } from "../../api/useVisible";
import { plain, shortOf } from "../../base/names";
import { store } from "../../base/store";
import type { T } from "../../i18n";
import { useToday } from "../../i18n/today";
import { Mini, NavBody, NavGroup, NavItem } from "../../shell/Nav";
import { Scroll, Shell } from "../../shell/Shell";
import { Answered } from "../../ui/Answered";
import { EmptyState, Head, Plaque } from "../../ui/parts";
import { withAsked } from "./filters";
import { NewTask } from "./NewTask";
import { queue } from "./queue";
import s from "./tasks.module.css";
import { type Group, Lines } from "./WorkLines";

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

const noTask = store<Task | null>(null);
/** What follows within this time is read together. */
const restMs = 3000;

/** Those of a portion, and those that are not told with it. */
const countOf = (all: Mine, part: Portion): number => all[part].length + (all.more?.[part] ?? 0);
const openParts: readonly Portion[] = ["late", "today", "week", "later"];
const openCount = (all: Mine): number => openParts.reduce((sum, part) => sum + countOf(all, part), 0);

/** What is to be done, as the second column counts it by space. */
const open = (all: Mine): readonly MyCard[] => openParts.flatMap((part) => all[part]);

/** What is asked for by the address: one space, one portion, a grouping. */
interface Asking {
  readonly by: "date" | "space";
  readonly space: string | null;
  readonly part: Portion | null;
}

function groupsOf(all: Mine, { by, space, part }: Asking, t: T): readonly Group[] {
  const here = (cards: readonly MyCard[]) => (space ? cards.filter((c) => c.space === space) : cards);
  const shown = part ? [part] : portions;
  if (by === "date")
    return shown
      .map((portion) => ({
        key: portion,
        name: portionName(portion, t),
        cards: here(all[portion] ?? []),
        more: space ? 0 : (all.more?.[portion] ?? 0),
        whole: `/work?part=${portion}`,
      }))
      .filter((group) => group.cards.length > 0);
  const groups = Map.groupBy(here(part ? all[part] : open(all)), (card) => card.space);
  return [...groups].map(([key, cards]) => ({ key, name: plain(cards[0]!.space_name), cards, more: 0, whole: "" }));
}

const besides: readonly (readonly [Portion, Icon])[] = [
  ["late", IconAlertCircle],
  ["to_validate", IconCircleCheck],
  ["validated", IconChecks],
];

function Places({ all, at }: { all: Mine; at: Asking }) {
  const { t } = useTranslation();
  const places = [...Map.groupBy(open(all), (card) => card.space)];
  return (
    <NavBody>
      <NavGroup name={t("tasks.work")}>
        <NavItem
          href="/work"
          current={at.space === null && at.part === null}
          lead={<IconSun size={18} stroke={1.7} aria-hidden />}
          end={<Mini>{openCount(all)}</Mini>}
        >
          {t("tasks.toDo")}
        </NavItem>
        {besides.map(([part, PartIcon]) => (
          <NavItem
            key={part}
            href={`/work?part=${part}`}
            current={at.part === part}
            lead={<PartIcon size={18} stroke={1.7} aria-hidden />}
            end={countOf(all, part) > 0 ? <Mini>{countOf(all, part)}</Mini> : null}
          >
            {portionName(part, t)}
          </NavItem>
        ))}
      </NavGroup>
      {places.length > 0 ? (
        <NavGroup name={t("tasks.bySpace")}>
          {places.map(([id, cards]) => (
            <NavItem
              key={id}
              href={`/work?space=${encodeURIComponent(id)}`}
              current={at.space === id}
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

/** Follows what is mine on all boards, with one question, from when it was read, while somebody looks at the page. */
function useChanges(since: string | undefined, again: () => void): void {
  const known = useRef(since);
  known.current = since;
  const begins = since !== undefined;
  const visible = useVisible();
  useEffect(() => {
    if (!begins || !visible) return;
    const end = new AbortController();
    const next = async (from: string | null, until: AbortSignal) => {
      const told = await mineChanged(from ?? known.current ?? "", until).catch((why: unknown) => {
        // A token that the server takes no more is one of before: what is read now tells another.
        if (why instanceof Refusal && why.status === 400) again();
        throw why;
      });
      if (!told.changed) return told.since;
      again();
      await pause(restMs, until);
      return known.current ?? told.since;
    };
    // What opens the page, or brings somebody back to it, reads it.
    void pause(restMs, end.signal).then(() => follow(next, end.signal));
    return () => end.abort();
  }, [begins, visible, again]);
}

/** Asks again when somebody comes back to the page, and when something of theirs was taken. */
function useFresh(again: () => void): void {
  const taken = (queue.use()?.taken ?? noTask).use();
  const before = useRef(taken);
  useEffect(() => {
    if (before.current === taken) return;
    before.current = taken;
    again();
  }, [taken, again]);
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && again();
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      removeEventListener("focus", look);
    };
  }, [again]);
}

/** What is mine; where one portion is asked for, all of it. */
function useMine(today: string, part: Portion | null) {
  const question = useCallback(async (): Promise<Mine> => {
    const all = await mine(today);
    if (!part || !all.more?.[part]) return all;
    const { [part]: _, ...more } = all.more;
    return { ...all, [part]: await minePart(today, part), more };
  }, [today, part]);
  return useAsked(question);
}

/** How the tasks are grouped, and the way to another one. */
function Heads({ by, group, add }: { by: Asking["by"]; group: (next: string) => void; add: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <SegmentedControl
        aria-label={t("tasks.group")}
        value={by}
        onChange={group}
        data={[
          { value: "date", label: t("tasks.group.date") },
          { value: "space", label: t("tasks.group.space") },
        ]}
      />
      <Button className="desk-only" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
        {t("tasks.one")}
      </Button>
      <ActionIcon className="phone-only" size={44} aria-label={t("tasks.new")} onClick={add}>
        <IconPlus size={20} />
      </ActionIcon>
    </>
  );
}

/** Everything that is mine to do, in all my spaces. */
export default function Work() {
  const { t } = useTranslation();
  const [at, go] = useLocation();
  const search = useSearch();
  const today = useToday();
  const [adding, add] = useState(false);
  const said = new URLSearchParams(search);
  const wanted = said.has("new");
  const ask = (next: Readonly<Record<string, string>>) => go(`${at}${withAsked(search, next)}`, { replace: true });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for by the address once, which then says so no more
  useEffect(() => {
    if (!wanted) return;
    add(true);
    ask({ new: "" });
  }, [wanted]);
  const by = said.get("by") === "space" ? "space" : "date";
  const part = portions.find((one) => one === said.get("part")) ?? null;
  const asking: Asking = { by, part, space: said.get("space") };
  const [asked, again] = useMine(today, part);
  useFresh(again);
  const all = asked.state === "here" ? asked.value : null;
  useChanges(all?.since, again);
  const spaces = useMemo(() => new Set(all ? open(all).map((card) => card.space) : []).size, [all]);
  return (
    <Shell title={t("tasks.work")} nav={all ? <Places all={all} at={asking} /> : <NavBody>{null}</NavBody>}>
      <Head
        title={t("tasks.work")}
        sub={
          all && spaces > 0
            ? `${t("tasks.count", { count: openCount(all) })} ${t("tasks.inSpaces", { count: spaces })}`
            : null
        }
        end={<Heads by={by} group={(next) => ask({ by: next === "space" ? next : "" })} add={() => add(true)} />}
      />
      <Scroll label={t("tasks.work")}>
        <div className={`${s.row} ${s.work} ${s.listHead} desk-only`} aria-hidden>
          <span>{t("tasks.one")}</span>
          <span className={s.opt}>{t("tasks.space")}</span>
          <span>{t("tasks.field.due")}</span>
        </div>
        <Answered of={asked} again={again} failed={t("tasks.failed")}>
          {(value) => {
            const groups = groupsOf(value, asking, t);
            return groups.length > 0 ? (
              <>
                {groups.map((one) => (
                  <Lines key={one.key} of={one} today={today} again={again} />
                ))}
                {value.cut ? <p className={s.about}>{t("tasks.work.cut")}</p> : null}
              </>
            ) : (
              <div className={s.page}>
                <EmptyState title={t("tasks.emptyWork")}>{t("tasks.emptyWorkBody")}</EmptyState>
              </div>
            );
          }}
        </Answered>
      </Scroll>
      {adding ? <NewTask close={() => add(false)} near={asking.space} mine made={again} /> : null}
    </Shell>
  );
}
