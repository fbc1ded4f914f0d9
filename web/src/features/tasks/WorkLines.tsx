import { Button } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { MyCard } from "../../api/tasks";
import { plain, shortOf } from "../../base/names";
import { Plaque, Wrong } from "../../ui/parts";
import { StateGlyph } from "./Glyph";
import { RepeatMark } from "./Repeat";
import s from "./tasks.module.css";
import { useTick } from "./useTick";
import { dueWords, glyphOfState, isLate, stateName, taskPath } from "./words";

export interface Group {
  readonly key: string;
  readonly name: string;
  readonly cards: readonly MyCard[];
  /** How many there are besides, and where all of them are. */
  readonly more: number;
  readonly whole: string;
}

interface TickProps {
  readonly of: MyCard;
  readonly validates: boolean;
  readonly busy: boolean;
  readonly tick: () => void;
}

function Tick({ of, validates, busy, tick }: TickProps) {
  const { t } = useTranslation();
  if (of.state !== "open" && !validates)
    return <StateGlyph of={glyphOfState(of.state)} name={stateName(of.state, t)} />;
  return (
    <button
      type="button"
      className={s.tick}
      disabled={busy}
      aria-label={validates ? t("tasks.validate", { title: of.title }) : t("tasks.parts.tick", { title: of.title })}
      title={validates ? t("tasks.validate.do") : t("tasks.done")}
      onClick={tick}
    >
      <StateGlyph of={glyphOfState(of.state)} />
    </button>
  );
}

interface LineProps {
  readonly of: MyCard;
  readonly validates: boolean;
  readonly today: string;
  readonly again: () => void;
}

/** A task on its line; below it, why it could not be ticked off. */
function Line({ of, validates, today, again }: LineProps) {
  const { t } = useTranslation();
  const { tick, busy, wrong } = useTick(of, validates, again);
  return (
    <li>
      <div className={`${s.row} ${s.work}`}>
        <span className={s.title}>
          <Tick of={of} validates={validates} busy={busy} tick={() => void tick()} />
          <Link className={`cut ${s.workTitle}`} href={taskPath(of)}>
            {of.title}
          </Link>
          <RepeatMark of={of} size={15} />
          {of.priority === "urgent" ? (
            <IconArrowUp size={15} stroke={2.2} color="var(--danger)" aria-label={t("tasks.priority.urgent")} />
          ) : null}
        </span>
        <span className={`${s.place} ${s.opt}`}>
          <Plaque id={of.space} short={shortOf(of.space_name)} size={18} />
          <span className="cut">{plain(of.space_name)}</span>
        </span>
        <span className={isLate(of, today) ? `small ${s.late}` : "dim small"}>
          {of.due ? dueWords(of.due, t) : null}
        </span>
      </div>
      {wrong ? (
        <div className={s.wrongLine}>
          <Wrong>{wrong}</Wrong>
        </div>
      ) : null}
    </li>
  );
}

/** Lines of a group that are drawn before somebody asks for more. */
const drawnMax = 200;

/** Some of what is mine to do, under one heading. */
export function Lines({ of, today, again }: { of: Group; today: string; again: () => void }) {
  const { t } = useTranslation();
  const [max, draw] = useState(drawnMax);
  const left = of.cards.length - max;
  return (
    <section aria-label={of.name}>
      <h2 className={`${s.row} ${s.group}`}>
        {of.name}
        <span className={s.n}>{of.cards.length + of.more}</span>
      </h2>
      <ul>
        {of.cards.slice(0, max).map((card) => (
          <Line key={card.id} of={card} validates={of.key === "to_validate"} today={today} again={again} />
        ))}
      </ul>
      {left > 0 ? (
        <p className={s.moreLine}>
          <Button variant="subtle" size="xs" data-quiet onClick={() => draw(max + drawnMax)}>
            {t("tasks.work.more", { count: left })}
          </Button>
        </p>
      ) : of.more > 0 ? (
        <p className={s.moreLine}>
          <Button variant="subtle" size="xs" data-quiet component={Link} href={of.whole}>
            {t("tasks.work.more", { count: of.more })}
          </Button>
        </p>
      ) : null}
    </section>
  );
}
