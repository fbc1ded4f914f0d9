import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Card } from "../../api/tasks";
import { useShortcut } from "../../shell/keys";
import { useActs } from "./acts";
import { toggled, useTasks } from "./context";
import { type Columns, placeAt, type Step, stepOf } from "./order";

const arrows: Record<string, Step> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

interface Keyed {
  /** The cards that stand together with one. */
  readonly around: (id: string) => Columns;
  readonly current: string | null;
  readonly focus: (id: string) => void;
  readonly openMenu: (id: string) => void;
  /** Takes a card to the lane above or below. */
  readonly across?: (card: Card, step: "up" | "down") => void;
}

/** What keys do on the board: arrows go from card to card, with Ctrl or Alt they take the card along. */
export function useKeys({ around, current, focus, openMenu, across }: Keyed) {
  const { t } = useTranslation();
  const { all, may, chosen } = useTasks();
  const { move, bar } = useActs();
  const carry = (id: string, step: Step) => {
    const card = all.get(id);
    const columns = around(id);
    const to = stepOf(columns, id, step);
    if (card && to && may.barred(card, to.column)) return bar();
    if (!card || !to || !may.move(card, to.column)) return;
    move(card, placeAt(columns, id, to.column, to.index), to.index + 1);
    focus(id);
  };
  const cross = (id: string, step: Step) => {
    const card = all.get(id);
    if (!card || !across || !may.change(card) || (step !== "up" && step !== "down")) return;
    across(card, step);
    focus(id);
  };
  const walk = (id: string | null, step: Step) => {
    if (id === null) return;
    const columns = around(id);
    let to = stepOf(columns, id, step);
    // An empty column is stepped over.
    const ids = [...columns.keys()];
    while (to && !columns.get(to.column)?.length)
      to = { column: ids[ids.indexOf(to.column) + (step === "left" ? -1 : 1)] ?? "", index: to.index };
    const cards = (to && columns.get(to.column)) ?? [];
    const card = to && cards[Math.min(to.index, cards.length - 1)];
    if (card) focus(card.id);
  };
  const choose = (id: string | null) => {
    const card = id === null ? undefined : all.get(id);
    if (card && may.change(card)) chosen.set((now) => toggled(now, card.id));
  };
  useShortcut({ keys: "j", name: t("tasks.keys.next"), run: () => walk(current, "down") });
  useShortcut({ keys: "k", name: t("tasks.keys.previous"), run: () => walk(current, "up") });
  useShortcut({ keys: "m", name: t("tasks.keys.move"), run: () => current && openMenu(current) });
  useShortcut({ keys: "x", name: t("tasks.keys.choose"), run: () => choose(current) });
  useShortcut({ keys: "mod+arrowright", name: t("tasks.keys.carry"), run: () => current && carry(current, "right") });
  return (e: KeyboardEvent) => {
    const id = (e.target as HTMLElement).dataset.card;
    const step = arrows[e.key];
    const takes = e.ctrlKey || e.altKey;
    if (!id || !step || e.metaKey || (e.shiftKey && !(takes && across))) return;
    e.preventDefault();
    if (e.shiftKey) cross(id, step);
    else if (takes) carry(id, step);
    else walk(id, step);
  };
}
