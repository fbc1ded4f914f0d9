import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Card } from "../../api/tasks";
import { useActs } from "./acts";
import { ChangeMany } from "./ChangeMany";
import { useTasks } from "./context";
import s from "./tasks.module.css";

/** What is done with the tasks that were chosen. */
function Acts({ cards, end }: { cards: readonly Card[]; end: () => void }) {
  const { t } = useTranslation();
  const { setAll } = useActs();
  const [changing, change] = useState(false);
  const none = cards.length === 0;
  const archive = () => {
    setAll(cards, () => ({ archived: true }), t("tasks.choose.archived", { count: cards.length }));
    end();
  };
  return (
    <>
      <Button size="xs" disabled={none} onClick={() => change(true)}>
        {t("tasks.choose.change")}
      </Button>
      <Button size="xs" variant="light" disabled={none} onClick={archive}>
        {t("tasks.archive")}
      </Button>
      {changing ? <ChangeMany of={cards} close={() => change(false)} done={end} /> : null}
    </>
  );
}

/** How many tasks were chosen, and what can be done with all of them. */
export function Chosen() {
  const { t } = useTranslation();
  const { chosen, columns, may } = useTasks();
  const ids = chosen.use();
  if (!ids) return null;
  const shown = [...columns.values()].flat().filter((card) => may.change(card));
  const cards = shown.filter((card) => ids.has(card.id));
  const end = () => chosen.set(null);
  return (
    <section className={s.chosen} aria-label={t("tasks.choose")}>
      <b role="status">{t("tasks.choose.count", { count: cards.length })}</b>
      <Button
        size="xs"
        variant="subtle"
        data-quiet
        onClick={() => chosen.set(new Set(cards.length < shown.length ? shown.map((card) => card.id) : []))}
      >
        {cards.length < shown.length ? t("tasks.choose.all") : t("tasks.choose.none")}
      </Button>
      <span className={s.spread} />
      <Acts cards={cards} end={end} />
      <Button size="xs" variant="subtle" data-quiet onClick={end}>
        {t("tasks.choose.end")}
      </Button>
    </section>
  );
}
