import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { awaiting, countSoon, totalOf } from "../../api/awaiting";
import { isAsked, me as self } from "../../base/account";
import { shortOf } from "../../base/names";
import { dayOf, daysAgo, timeOf } from "../../i18n/dates";
import { list } from "../../session/changes";
import { useDone } from "../../session/done";
import { useConnected, useLive, useOverview } from "../../session/hooks";
import { latestPosts, type Need, needsOf, type Told } from "../../session/needs";
import { Scroll, SearchButton, Shell } from "../../shell/Shell";
import { EmptyState, Plaque, Waiting } from "../../ui/parts";
import { DecideRows } from "./DecideRows";
import { FirstSteps } from "./FirstSteps";
import { GuestCard } from "./GuestCard";
import { HomeNav } from "./HomeNav";
import s from "./home.module.css";
import { NeedRow } from "./NeedRow";
import { CountedRows, RequestRows } from "./RequestRows";

export function useAgo(): (ts: number) => string {
  const { t } = useTranslation();
  return (ts) => {
    const ago = daysAgo(ts);
    if (ago === 0) return timeOf(ts);
    return ago === 1 ? t("home.yesterday", { time: timeOf(ts) }) : dayOf(ts);
  };
}

/** What waits for me: an action in place, and a check. */
function Awaited() {
  const { t } = useTranslation();
  const { client } = useConnected();
  const overview = useOverview();
  const done = useDone();
  const [past, showPast] = useState(false);
  const version = list.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the client
  const all = useMemo(() => needsOf(client, overview), [client, overview, version]);
  const open = all.filter((need) => done[need.key] === undefined);
  const toDecide = totalOf(awaiting.use());
  const decides = isAsked(self.use());
  // What others wait for comes with no message of its own: it is counted as messages come.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what came
  useEffect(() => {
    if (decides) countSoon();
  }, [decides, version]);
  const waits = open.length + toDecide;
  const over = all.filter((need) => done[need.key] !== undefined);
  const rows = (of: readonly Need[]) =>
    of.map((need) => <NeedRow key={need.key} of={need} done={!open.includes(need)} />);
  return (
    <section className={s.block} aria-labelledby="awaited">
      <h2 className={s.h} id="awaited">
        {t("home.awaited")}
        <span>{waits > 0 ? t("home.actions", { count: waits }) : null}</span>
        {over.length > 0 ? (
          <button type="button" aria-expanded={past} onClick={() => showPast(!past)}>
            {t("home.past")}
          </button>
        ) : null}
      </h2>
      <ul>
        <RequestRows />
        <DecideRows />
        <CountedRows />
        {rows(open)}
      </ul>
      {waits === 0 ? <p className={s.nothing}>{t("home.nothing")}</p> : null}
      {past && over.length > 0 ? (
        <ul className={s.past} aria-label={t("home.past")}>
          {rows(over)}
        </ul>
      ) : null}
    </section>
  );
}

function Post({ of }: { of: Told }) {
  const { t } = useTranslation();
  const ago = useAgo();
  const href = `/spaces/${encodeURIComponent(of.space)}/feed/${encodeURIComponent(of.id)}`;
  return (
    <li className={s.post}>
      <Plaque id={of.space} short={shortOf(of.spaceName)} size={32} />
      <div>
        <h3>
          <Link href={href}>{of.title ?? of.words}</Link>
        </h3>
        {of.title && of.words ? <p>{of.words}</p> : null}
        <p className={s.where}>
          <span>
            {of.spaceName}, {of.from.name}, {ago(of.ts)}
          </span>
          {of.comments > 0 ? <span>· {t("feed.comments", { count: of.comments })}</span> : null}
        </p>
      </div>
    </li>
  );
}

/** The latest of all my feeds. */
function InMySpaces() {
  const { t } = useTranslation();
  const { client } = useConnected();
  const overview = useOverview();
  const version = list.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the client
  const posts = useMemo(() => latestPosts(client, overview), [client, overview, version]);
  if (overview.spaces.length === 0) return null;
  return (
    <section className={s.block} aria-labelledby="told">
      <h2 className={s.h} id="told">
        {t("home.told")}
      </h2>
      {posts.length > 0 ? (
        <ul>
          {posts.map((post) => (
            <Post key={post.id} of={post} />
          ))}
        </ul>
      ) : (
        <p className={s.nothing}>{t("home.quiet")}</p>
      )}
    </section>
  );
}

/** Accueil: what waits for me, what is new, and how to begin. */
export default function Home() {
  const { t } = useTranslation();
  const live = useLive();
  const who = self.use();
  const first = who?.name.split(" ")[0];
  return (
    <Shell title={t("home.title")} nav={live ? <HomeNav /> : <Waiting lines={6} />}>
      <Scroll label={t("home.title")}>
        <div className={s.page}>
          <div className="phone-only">
            <SearchButton />
          </div>
          <header className={s.hello}>
            <h1>{first && !first.startsWith("@") ? t("home.hello", { name: first }) : t("home.title")}</h1>
            <p>{dayOf(Date.now())}</p>
          </header>
          {live ? (
            <div>
              <GuestCard />
              <FirstSteps />
              <Awaited />
              <InMySpaces />
            </div>
          ) : (
            <EmptyState title={t("home.connecting")}>{t("home.connectingBody")}</EmptyState>
          )}
        </div>
      </Scroll>
    </Shell>
  );
}
