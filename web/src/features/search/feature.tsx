import { IconGavel, IconHistory, IconListSearch, IconMessage, IconNews } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Findings, pictureOf, type SaidHit } from "../../api/search";
import { shortOf } from "../../base/names";
import type { Feature, PaletteEntry } from "../../shell/feature";
import { Plaque } from "../../ui/parts";
import { decisionPath, lineOf, placeOf, searchPath, spacePath, taskPath } from "./paths";
import { useRecent } from "./recent";
import { StateIcon } from "./StateIcon";
import { useQuick } from "./useQuick";

const lettersMin = 2;

const said = (of: SaidHit, kind: "post" | "message"): PaletteEntry => {
  const Icon = kind === "post" ? IconNews : IconMessage;
  const where = [of.sender_name, of.room_name].filter(Boolean).join(", ");
  return {
    id: `${kind} ${of.event}`,
    group: kind === "post" ? "posts" : "messages",
    lead: <Icon size={18} stroke={1.7} aria-hidden />,
    name: lineOf(of.text),
    where,
    to: placeOf(of, kind),
  };
};

function entriesOf(of: Findings): readonly PaletteEntry[] {
  switch (of.kind) {
    case "person":
      return [];
    case "space":
      return of.results.map((one) => ({
        id: `space ${one.space_id}`,
        group: "go",
        lead: <Plaque id={one.space_id} short={shortOf(one.title)} size={22} picture={pictureOf(one)} />,
        name: one.title,
        to: spacePath(one.space_id),
      }));
    case "task":
      return of.results.map((one) => ({
        id: `task ${one.task}`,
        group: "tasks",
        lead: <StateIcon of={one.state} />,
        name: one.title,
        where: one.space_name,
        to: taskPath(one),
      }));
    case "decision":
      return of.results.map((one) => ({
        id: `decision ${one.decision}`,
        group: "decisions",
        lead: <IconGavel size={18} stroke={1.7} aria-hidden />,
        name: one.title,
        where: one.space_name,
        to: decisionPath(one),
      }));
    case "post":
    case "message":
      return of.results.map((one) => said(one, of.kind));
  }
}

/** The best of each kind for what was typed, and the way to all of it; before, what was looked for last. */
function usePalette(query: string): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const recent = useRecent();
  const quick = useQuick(query);
  const words = query.trim();
  const found = quick?.answer.kinds.flatMap(entriesOf) ?? [];
  const marks = quick ? [words, ...quick.answer.words].join(" ") : words;
  const partly = [...(quick?.answer.left_out ?? []), ...(quick?.answer.too_much ?? [])].length > 0;
  const everything: PaletteEntry = {
    id: "search everything",
    group: "do",
    lead: <IconListSearch size={18} stroke={1.7} aria-hidden />,
    name: words.length < lettersMin ? t("search.title") : t("search.all", { words }),
    ...(partly ? { where: t("search.partly") } : {}),
    keys: "mod+enter",
    to: searchPath(words.length < lettersMin ? {} : { words }),
  };
  const before = recent.map(
    (one): PaletteEntry => ({
      id: `recent ${one}`,
      group: "recent",
      lead: <IconHistory size={18} stroke={1.7} aria-hidden />,
      name: one,
      to: searchPath({ words: one }),
    }),
  );
  return [...found.map((one) => ({ ...one, found: marks })), ...(words ? [] : before), everything];
}

/** Finding whatever there is: messages, posts, tasks, spaces and people. */
export const search: Feature = {
  name: "search",
  routes: [{ path: "/search", load: () => import("./Search") }],
  usePalette,
};
