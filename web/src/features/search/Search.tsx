import { Button, Select, TextInput } from "@mantine/core";
import { IconHistory, IconListSearch, IconSearch } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useSearch } from "wouter";
import type { Answer, Findings, Kind } from "../../api/search";
import { listed } from "../../i18n/dates";
import { roomLines } from "../../session/counts";
import { Scroll, Shell } from "../../shell/Shell";
import { DateField } from "../../ui/DateField";
import { EmptyState, Head, Waiting, Wrong } from "../../ui/parts";
import { Facets } from "./Facets";
import { type Question, questionOf, searchPath } from "./paths";
import { Rows } from "./Rows";
import { remember, useRecent } from "./recent";
import s from "./search.module.css";
import { useFound } from "./useFound";
import { useKindNames } from "./useKindNames";

const typedMost = 200;
const manyRooms = 12;

/** The words, and what narrows them down besides the chips; each is part of the address. */
function Form({ of }: { of: Question }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const rooms = roomLines.use();
  const [words, write] = useState(of.words);
  useEffect(() => {
    write(of.words);
    remember(of.words);
  }, [of.words]);
  const ask = (e: FormEvent) => {
    e.preventDefault();
    go(searchPath({ ...of, words: words.trim() }), { replace: of.words === "" });
  };
  const rather = (part: Partial<Question>) =>
    go(searchPath({ ...of, words: words.trim(), ...part }), { replace: true });
  return (
    <form className={s.question} role="search" onSubmit={ask}>
      <TextInput
        className={s.words ?? ""}
        type="search"
        label={t("search.words")}
        value={words}
        maxLength={typedMost}
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
        searchable={rooms.length > manyRooms}
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
      <DateField label={t("search.from")} value={of.from ?? ""} onChange={(day) => rather({ from: day || null })} />
      <DateField label={t("search.until")} value={of.until ?? ""} onChange={(day) => rather({ until: day || null })} />
    </form>
  );
}

function Beginning() {
  const { t } = useTranslation();
  const recent = useRecent();
  return (
    <>
      {recent.length > 0 ? (
        <nav className={s.recent} aria-label={t("search.recent")}>
          <h2>{t("search.recent")}</h2>
          {recent.map((one) => (
            <Link key={one} className={s.before} href={searchPath({ words: one })}>
              <IconHistory size={16} stroke={1.7} aria-hidden /> <span className="cut">{one}</span>
            </Link>
          ))}
        </nav>
      ) : null}
      <EmptyState title={t("search.begin")} lead={<IconListSearch size={28} stroke={1.5} aria-hidden />}>
        {t("search.beginBody")}
      </EmptyState>
    </>
  );
}

/** Nothing was found: with filters, the way out of them is the first thing to offer. */
function Nothing({ wanted }: { wanted: Question }) {
  const { t } = useTranslation();
  const { words } = wanted;
  const filtered = searchPath({ ...wanted, latest: false }) !== searchPath({ words });
  return filtered ? (
    <EmptyState
      title={t("search.noneHere", { words })}
      actions={
        <Button component={Link} variant="default" href={searchPath({ words })}>
          {t("search.wider")}
        </Button>
      }
    >
      {t("search.noneHereBody")}
    </EmptyState>
  ) : (
    <EmptyState title={t("search.none", { words })}>{t("search.noneBody")}</EmptyState>
  );
}

interface GroupProps {
  readonly of: Findings;
  readonly words: string;
  readonly wanted: Question;
}
function Group({ of, words, wanted }: GroupProps) {
  const { t } = useTranslation();
  const names = useKindNames();
  const name = names[of.kind];
  return (
    <section aria-label={name}>
      <div className={s.groupHead}>
        <h2>{name}</h2>
        {of.count > of.results.length || of.more ? (
          <Link href={searchPath({ ...wanted, kind: of.kind })} aria-label={t("search.seeAllOf", { kind: name })}>
            {t("search.seeAll")}
          </Link>
        ) : null}
      </div>
      <Rows of={of} words={words} label={name} />
    </section>
  );
}

function Count({ of }: { of: Answer }) {
  const { t } = useTranslation();
  const count = of.kinds.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return null;
  return of.kinds.some((one) => one.more) ? t("search.countMore", { count }) : t("search.count", { count });
}

interface MissingProps {
  readonly leftOut: readonly Kind[];
  readonly tooMuch: readonly Kind[];
  readonly busy: boolean;
  readonly complete: () => void;
}

/** What could not be searched is not there, and looks like what does not exist: it is named, with what helps. */
function Missing({ leftOut, tooMuch, busy, complete }: MissingProps) {
  const { t } = useTranslation();
  const names = useKindNames();
  const all = (kinds: readonly Kind[]) => listed(kinds.map((kind) => names[kind]));
  return (
    <div className={s.leftOut} role="alert">
      {leftOut.length > 0 ? <p>{t("search.leftOut", { kinds: all(leftOut) })}</p> : null}
      {tooMuch.length > 0 ? <p>{t("search.tooMuch", { kinds: all(tooMuch) })}</p> : null}
      <Button variant="default" loading={busy} onClick={complete}>
        {t("ui.retry")}
      </Button>
    </div>
  );
}

function Results({ wanted }: { wanted: Question }) {
  const { t } = useTranslation();
  const { answer, all, busy, refusal, again, more, complete } = useFound(wanted);
  const groups = answer?.kinds.filter((one) => one.results.length > 0) ?? [];
  const leftOut = answer?.left_out ?? [];
  const tooMuch = answer?.too_much ?? [];
  const words = answer ? [wanted.words, ...answer.words].join(" ") : wanted.words;
  return (
    <>
      <Facets of={wanted} answer={answer} all={all} />
      <Wrong>{refusal}</Wrong>
      {again ? (
        <div>
          <Button variant="default" onClick={again}>
            {t("ui.retry")}
          </Button>
        </div>
      ) : null}
      <p className={s.count} role="status">
        {answer ? <Count of={answer} /> : null}
      </p>
      {leftOut.length + tooMuch.length > 0 ? <Missing {...{ leftOut, tooMuch, busy, complete }} /> : null}
      {answer?.slips ? <p className={s.slips}>{t("search.slips", { words: wanted.words })}</p> : null}
      {answer || again ? null : <Waiting lines={6} />}
      {answer && groups.length + leftOut.length + tooMuch.length === 0 ? <Nothing wanted={wanted} /> : null}
      {wanted.kind
        ? groups.map((one) => <Rows key={one.kind} of={one} words={words} label={t("search.results")} />)
        : groups.map((one) => <Group key={one.kind} of={one} words={words} wanted={wanted} />)}
      {answer?.kinds.length === 1 && answer.kinds[0]?.next ? (
        <div>
          <Button variant="default" loading={busy} onClick={more}>
            {t("search.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Looking for whatever there is. */
export default function Search() {
  const { t } = useTranslation();
  const wanted = questionOf(useSearch());
  return (
    <Shell title={t("search.title")}>
      <Head back="/rooms" title={t("search.title")} />
      <Scroll label={t("search.title")}>
        <div className={s.page}>
          <Form of={wanted} />
          {wanted.words ? <Results wanted={wanted} /> : <Beginning />}
        </div>
      </Scroll>
    </Shell>
  );
}
