import {
  IconArrowUp,
  IconCalendar,
  IconClock,
  IconHourglass,
  IconListCheck,
  IconMessageCircle,
} from "@tabler/icons-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Card, Label } from "../../api/tasks";
import { msOfDay, shortDay } from "../../i18n/dates";
import { Face, Faces } from "../../ui/parts";
import { useTasks } from "./context";
import s from "./tasks.module.css";
import { isNew } from "./wishes";
import { isLate } from "./words";

const facesMax = 3;
const huesPerTurn = 12;
const hueOf = (colour: number): number => (colour * 360) / huesPerTurn;

export const LabelMark = ({ of }: { of: Label }) => (
  <span className={s.part}>
    <i style={{ "--h": hueOf(of.colour) } as CSSProperties} />
    {of.name}
  </span>
);

/** Who does a task; a dashed ring for nobody. */
export function Assignees({ of }: { of: readonly string[] }) {
  const { t } = useTranslation();
  const { personOf } = useTasks();
  const people = of.map(personOf);
  const label = people.map((p) => p.name).join(", ");
  if (people.length === 0)
    return (
      <span className={s.nobody}>
        <span className="hidden">{t("tasks.nobody")}</span>
      </span>
    );
  if (people.length > 1)
    return (
      <Faces of={people.slice(0, facesMax)} more={Math.max(0, people.length - facesMax)} size={22} label={label} />
    );
  return (
    <>
      <Face of={people[0]!} size={22} />
      <span className="hidden">{label}</span>
    </>
  );
}

function Meta({ of }: { of: Card }) {
  const { t } = useTranslation();
  const { today, wishes } = useTasks();
  const late = isLate(of, today);
  const waits = wishes.some((w) => w.task === of.id && w.state === "sent") || isNew(of.id);
  return (
    <div className={s.meta}>
      {of.due ? (
        <span className={late ? s.late : undefined}>
          <IconCalendar size={14} stroke={1.8} aria-hidden />
          <span className="hidden">{late ? t("tasks.late") : t("tasks.field.due")} </span>
          {shortDay(msOfDay(of.due))}
        </span>
      ) : null}
      {of.steps ? (
        <span>
          <IconListCheck size={14} stroke={1.8} aria-label={t("tasks.field.checklist")} />
          {of.steps_done}/{of.steps}
        </span>
      ) : null}
      {of.comments ? (
        <span>
          <IconMessageCircle size={14} stroke={1.8} aria-label={t("tasks.comments")} />
          {of.comments}
        </span>
      ) : null}
      {waits ? (
        <span>
          <IconClock size={14} stroke={1.8} aria-label={t("tasks.waits")} />
        </span>
      ) : null}
      <span className={s.end}>
        <Assignees of={of.assignees} />
      </span>
    </div>
  );
}

/** What a card of the board says. */
export function CardFace({ of }: { of: Card }) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const label = board.labels?.find((l) => of.labels?.includes(l.id));
  const urgent = of.priority === "urgent" || of.priority === "high";
  const over = of.state === "validated";
  const blocked = !over && (of.waits_for?.length ?? 0) > 0;
  return (
    <>
      {label || urgent || blocked ? (
        <div className={s.topline}>
          {label ? <LabelMark of={label} /> : <span />}
          {blocked ? (
            <span className={s.flag}>
              <IconHourglass size={14} stroke={2} aria-hidden />
              {t("tasks.waiting")}
            </span>
          ) : urgent ? (
            <span className={s.flag}>
              <IconArrowUp size={14} stroke={2.2} aria-hidden />
              {of.priority === "urgent" ? t("tasks.priority.urgent") : t("tasks.priority.high")}
            </span>
          ) : null}
        </div>
      ) : null}
      <h3>{of.title}</h3>
      {over && !of.comments && of.assignees.length === 0 ? null : <Meta of={of} />}
    </>
  );
}
