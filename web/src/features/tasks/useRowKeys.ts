import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useShortcut } from "../../shell/keys";
import { useActs } from "./acts";
import { useTasks } from "./context";

const steps: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 };
const carries: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1 };
/** The task whose line has the focus. */
const here = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset.card;

/**
 * What keys do where tasks stand below each other: arrows go from line to line, and with Ctrl or Alt they take the task to the
 * column beside its own.
 *
 * @param focus draws a line, and gives it the focus
 */
export function useRowKeys(ids: readonly string[], focus: (id: string) => void) {
  const { t } = useTranslation();
  const { all, board, may } = useTasks();
  const { moveTo, bar } = useActs();
  const step = (by: 1 | -1) => {
    const at = here();
    const to = at ? ids[ids.indexOf(at) + by] : ids[0];
    if (to) focus(to);
  };
  const carry = (id: string | undefined, by: 1 | -1) => {
    const card = all.get(id ?? "");
    const to = board.columns[board.columns.findIndex((one) => one.id === card?.column) + by];
    if (!card || !to) return;
    if (may.barred(card, to.id)) return bar();
    if (!may.move(card, to.id)) return;
    moveTo(card, to.id);
    focus(card.id);
  };
  useShortcut({ keys: "j", name: t("tasks.keys.next"), run: () => step(1) });
  useShortcut({ keys: "k", name: t("tasks.keys.previous"), run: () => step(-1) });
  useShortcut({ keys: "mod+arrowright", name: t("tasks.keys.carry"), run: () => carry(here(), 1) });
  return (e: KeyboardEvent) => {
    const id = (e.target as HTMLElement).dataset.card;
    if (!id || e.metaKey || e.shiftKey) return;
    const takes = e.ctrlKey || e.altKey;
    const by = (takes ? carries : steps)[e.key];
    if (!by) return;
    e.preventDefault();
    if (takes) carry(id, by);
    else step(by);
  };
}
