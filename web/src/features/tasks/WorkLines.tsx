import { IconArrowUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { reasonOf } from "../../api/reasons";
import { board, changeTask, type MyCard, type Place } from "../../api/tasks";
import { useDeed } from "../../api/useDeed";
import { plain, shortOf } from "../../base/names";
import { say } from "../../shell/toast";
import { Plaque } from "../../ui/parts";
import { StateGlyph } from "./Glyph";
import s from "./tasks.module.css";
import { dueWords, glyphOfState, isLate, stateName, taskPath } from "./words";

export interface Group {
  readonly key: string;
  readonly name: string;
  readonly cards: readonly MyCard[];
}

/** Ticked off, the task goes to where its board says that it is done; or validated, where that is mine to say. */
function Tick({ of, validates, done }: { of: MyCard; validates: boolean; done: () => void }) {
  const { t } = useTranslation();
  const { busy, run, refusal } = useDeed((why, t) => reasonOf(why, t, t("tasks.refused.forbidden")));
  const put = (place: Place, version: number) => changeTask(of.id, crypto.randomUUID(), version, { place });
  const tick = () =>
    run(async () => {
      const { columns } = await board(of.space);
      const over = columns.find((c) => c.state === "validated");
      const to = validates ? over : (columns.find((c) => c.state === "done") ?? over);
      if (!to) return;
      const { version } = await put({ column: to.id }, of.version);
      done();
      const { column, rank } = of;
      say(t("tasks.moved", { column: to.name }), () => void put({ column, rank }, version).then(done, done));
    });
  if (of.state !== "open" && !validates)
    return <StateGlyph of={glyphOfState(of.state)} name={stateName(of.state, t)} />;
  return (
    <button
      type="button"
      className={s.tick}
      disabled={busy}
      aria-label={validates ? t("tasks.validate", { title: of.title }) : t("tasks.parts.tick", { title: of.title })}
      title={refusal ?? (validates ? t("tasks.validate.do") : t("tasks.done"))}
      onClick={() => void tick()}
    >
      <StateGlyph of={glyphOfState(of.state)} />
    </button>
  );
}

/** Some of what is mine to do, under one heading. */
export function Lines({ of, today, again }: { of: Group; today: string; again: () => void }) {
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
            <span className={s.title}>
              <Tick of={card} validates={of.key === "to_validate"} done={again} />
              <Link className={`cut ${s.workTitle}`} href={taskPath(card)}>
                {card.title}
              </Link>
              {card.priority === "urgent" ? (
                <IconArrowUp size={15} stroke={2.2} color="var(--danger)" aria-label={t("tasks.priority.urgent")} />
              ) : null}
            </span>
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
