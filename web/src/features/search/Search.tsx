import { Button, Select, TextInput } from "@mantine/core";
import { IconListSearch, IconSearch } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { useDeed } from "../../api/useDeed";
import { useLive, useOverview } from "../../session/hooks";
import { type Page, searchMessages, type Wanted } from "../../session/search";
import { Scroll, Shell } from "../../shell/Shell";
import { EmptyState, Head, Waiting, Wrong } from "../../ui/parts";
import { HitRow } from "./HitRow";
import { questionOf, searchPath } from "./paths";
import s from "./search.module.css";

/** What was found for a question, one page after the other. */
function useFound(wanted: Wanted) {
  const { t } = useTranslation();
  const live = useLive();
  const [found, setFound] = useState<{ readonly for: string; readonly page: Page } | null>(null);
  const { busy, refusal, run } = useDeed(() => t("search.failed"));
  const asked = searchPath(wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address stands for the question
  useEffect(() => {
    if (!live || !wanted.words) return;
    let here = true;
    void run(() => searchMessages(wanted)).then((page) => here && page && setFound({ for: asked, page }));
    return () => {
      here = false;
    };
  }, [live, asked]);
  const page = found?.for === asked ? found.page : null;
  const more = async () => {
    if (!page?.next) return;
    const next = await run(() => searchMessages(wanted, page.next));
    if (next)
      setFound((now) => (now?.for === asked ? { ...now, page: { ...next, hits: [...page.hits, ...next.hits] } } : now));
  };
  return { page, busy, refusal, more };
}

/** The words, the room and the order; each is part of the address. */
function Question({ of }: { of: Wanted }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { rooms } = useOverview();
  const [words, write] = useState(of.words);
  useEffect(() => write(of.words), [of.words]);
  const ask = (e: FormEvent) => {
    e.preventDefault();
    go(searchPath({ ...of, words: words.trim() }), { replace: of.words === "" });
  };
  const rather = (part: Partial<Wanted>) => go(searchPath({ ...of, words: words.trim(), ...part }), { replace: true });
  return (
    <form className={s.question} role="search" onSubmit={ask}>
      <TextInput
        className={s.words ?? ""}
        type="search"
        label={t("search.words")}
        value={words}
        maxLength={200}
        autoComplete="off"
        ref={(field) => {
          if (field && !of.words) field.focus();
        }}
        leftSection={<IconSearch size={16} aria-hidden />}
        onChange={(e) => write(e.target.value)}
      />
      <Button type="submit" disabled={!words.trim()}>
        {t("search.do")}
      </Button>
      <Select
        label={t("search.where")}
        data={[{ value: "", label: t("search.everywhere") }, ...rooms.map((r) => ({ value: r.id, label: r.name }))]}
        value={of.room ?? ""}
        allowDeselect={false}
        searchable={rooms.length > 12}
        onChange={(room) => rather({ room: room || null })}
      />
      <Select
        label={t("search.order")}
        data={[
          { value: "rank", label: t("search.order.rank") },
          { value: "latest", label: t("search.order.latest") },
        ]}
        value={of.latest ? "latest" : "rank"}
        allowDeselect={false}
        onChange={(order) => rather({ latest: order === "latest" })}
      />
    </form>
  );
}

function Results({ wanted }: { wanted: Wanted }) {
  const { t } = useTranslation();
  const { page, busy, refusal, more } = useFound(wanted);
  if (!wanted.words)
    return (
      <EmptyState title={t("search.begin")} lead={<IconListSearch size={28} stroke={1.5} aria-hidden />}>
        {t("search.beginBody")}
      </EmptyState>
    );
  return (
    <>
      <Wrong>{refusal}</Wrong>
      <p className={s.count} role="status">
        {page && page.hits.length > 0 ? t("search.count", { count: page.count }) : null}
      </p>
      {page ? null : busy ? <Waiting lines={6} /> : null}
      {page?.hits.length === 0 ? (
        <EmptyState title={t("search.none", { words: wanted.words })}>{t("search.noneBody")}</EmptyState>
      ) : null}
      {page && page.hits.length > 0 ? (
        <ul className={s.hits} aria-label={t("search.hits")}>
          {page.hits.map((hit) => (
            <HitRow key={hit.id} of={hit} found={page.found} where={wanted.room === null} />
          ))}
        </ul>
      ) : null}
      {page?.next ? (
        <div>
          <Button variant="default" loading={busy} onClick={() => void more()}>
            {t("search.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Looking for what was said. */
export default function Search() {
  const { t } = useTranslation();
  const wanted = questionOf(useSearch());
  return (
    <Shell title={t("search.title")}>
      <Head back="/rooms" title={t("search.title")} />
      <Scroll label={t("search.title")}>
        <div className={s.page}>
          <Question of={wanted} />
          <Results wanted={wanted} />
        </div>
      </Scroll>
    </Shell>
  );
}
