import { Modal } from "@mantine/core";
import { IconArrowRight, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { account } from "../base/account";
import { features } from "../features";
import { covered, uncovered, useCover } from "../ui/cover";
import { Below, Key, Outsider } from "../ui/parts";
import type { PaletteEntry, PaletteGroup } from "./feature";
import { useKeyNames } from "./keys";
import { land } from "./landing";
import { matches, parts } from "./match";
import { palette } from "./open";
import s from "./palette.module.css";

const order: readonly PaletteGroup[] = ["recent", "go", "people", "tasks", "decisions", "posts", "messages", "do"];
const mostOfAGroup = 8;
const sources = features.flatMap((f) => (f.usePalette ? [f.usePalette] : []));

/** Ctrl+K: go, find and do, in one field. Plain words, no prefix to learn. */
export function Palette() {
  const { t } = useTranslation();
  const asked = palette.use();
  const mine = account.use();
  const open = asked && mine !== null;
  // Whoever goes elsewhere does not come back to where the palette was opened.
  const [stays, setStays] = useState(true);
  const close = (to?: PaletteEntry["to"]) => {
    setStays(typeof to !== "string");
    palette.set(false);
  };
  useCover({ close, opened: open, returns: stays });
  return (
    <Modal
      opened={open}
      onClose={() => close()}
      withCloseButton={false}
      centered={false}
      yOffset={96}
      size={620}
      padding={0}
      classNames={{ content: s.content, inner: s.inner }}
      title={<span className="hidden">{t("shell.palette.label")}</span>}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.32 }}
    >
      {open ? <Search close={close} /> : null}
    </Modal>
  );
}

interface Group {
  readonly group: PaletteGroup;
  readonly entries: readonly PaletteEntry[];
}

/** What every feature proposes for what was typed, by group; what two of them propose, once. */
function useProposals(query: string): readonly Group[] {
  const found = sources
    // biome-ignore lint/correctness/useHookAtTopLevel: the sources never change, so the hooks always come in the same order.
    .flatMap((usePalette) => usePalette(query))
    .filter((e) => e.found !== undefined || matches(query, e.name, e.where))
    .filter((e, i, all) => all.findIndex((other) => other.id === e.id) === i);
  return order
    .map((group) => ({ group, entries: found.filter((e) => e.group === group).slice(0, mostOfAGroup) }))
    .filter((g) => g.entries.length > 0);
}

function Search({ close }: { close: (to: PaletteEntry["to"]) => void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const groups = useProposals(query);
  const entries = groups.flatMap((g) => g.entries);
  const chosen = entries[Math.min(at, entries.length - 1)];

  const run = (entry: PaletteEntry) => {
    close(entry.to);
    if (typeof entry.to === "string") {
      go(entry.to, { replace: covered() });
      requestAnimationFrame(land);
    } else void uncovered().then(entry.to);
  };
  const move = (e: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && chosen) {
      e.preventDefault();
      const next = (entries.indexOf(chosen) + step + entries.length) % entries.length;
      setAt(next);
      document.getElementById(`${id}${entries[next]?.id}`)?.scrollIntoView({ block: "nearest" });
    }
    if (e.key === "Enter" && !e.nativeEvent.isComposing && chosen) {
      e.preventDefault();
      const straight = e.ctrlKey || e.metaKey ? entries.find((one) => one.keys === "mod+enter") : undefined;
      run(straight ?? chosen);
    }
  };

  return (
    <>
      <div className={s.field}>
        <IconSearch size={20} stroke={1.8} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}list`}
          aria-activedescendant={chosen ? `${id}${chosen.id}` : undefined}
          aria-autocomplete="list"
          aria-label={t("shell.palette.label")}
          placeholder={t("shell.palette.label")}
          value={query}
          onChange={(e) => {
            setQuery(e.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={move}
        />
        <Key>{t("key.escape")}</Key>
      </div>
      <Proposals
        id={id}
        groups={groups}
        query={query}
        chosen={chosen}
        point={(e) => setAt(entries.indexOf(e))}
        run={run}
      />
      {chosen ? null : <p className={s.none}>{t("shell.palette.none", { query })}</p>}
      <p className="hidden" role="status">
        {t("shell.palette.found", { count: entries.length })}
      </p>
      <Foot />
    </>
  );
}

interface ProposalsProps {
  readonly id: string;
  readonly groups: readonly Group[];
  readonly query: string;
  readonly chosen: PaletteEntry | undefined;
  readonly point: (entry: PaletteEntry) => void;
  readonly run: (entry: PaletteEntry) => void;
}

function Proposals({ id, groups, query, chosen, point, run }: ProposalsProps) {
  const { t } = useTranslation();
  const names = useKeyNames();
  const titles: Record<PaletteGroup, string> = {
    recent: t("shell.palette.recent"),
    go: t("shell.palette.go"),
    people: t("shell.palette.people"),
    tasks: t("shell.palette.tasks"),
    decisions: t("shell.palette.decisions"),
    posts: t("shell.palette.posts"),
    messages: t("shell.palette.messages"),
    do: t("shell.palette.do"),
  };
  return (
    <div className={s.list} id={`${id}list`} role="listbox" aria-label={t("shell.palette.proposals")} tabIndex={-1}>
      {groups.map((g) => (
        <div key={g.group} role="group" aria-label={titles[g.group]}>
          <div className={s.group} aria-hidden>
            {titles[g.group]}
          </div>
          {g.entries.map((e) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field, which holds the focus.
            // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points here.
            <div
              key={e.id}
              id={`${id}${e.id}`}
              role="option"
              aria-selected={e === chosen}
              className={s.row}
              data-person={e.person ? true : undefined}
              onClick={() => run(e)}
              onMouseMove={() => point(e)}
            >
              <span className={s.lead}>{e.lead}</span>
              <span className={s.name}>
                {parts(e.name, e.found ?? query).map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : p.text))}
              </span>
              {e.person && e.where ? <Outsider id={e.person} /> : null}
              {e.person && !e.where ? (
                <span className={s.who}>
                  <Below id={e.person} />
                </span>
              ) : (
                <span className={`${s.where} cut`}>{e.where}</span>
              )}
              {e.keys ? names(e.keys).map((k) => <Key key={k}>{k}</Key>) : null}
              {e === chosen ? <IconArrowRight size={16} aria-hidden /> : null}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

function Foot() {
  const { t } = useTranslation();
  const names = useKeyNames();
  return (
    <div className={s.foot}>
      <span>
        <Key>↑</Key> <Key>↓</Key> {t("shell.palette.choose")}
      </span>
      <span>
        <Key>{t("key.enter")}</Key> {t("shell.palette.open")}
      </span>
      <span>
        {names("mod+enter").map((k) => (
          <Key key={k}>{k}</Key>
        ))}{" "}
        {t("shell.palette.everywhere")}
      </span>
    </div>
  );
}
