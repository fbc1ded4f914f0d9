import {
  IconArrowUp,
  IconCalendar,
  IconClock,
  IconCornerDownRight,
  IconHourglass,
  IconListCheck,
  IconMessageCircle,
  IconSubtask,
} from "@tabler/icons-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Card, Label } from "../../api/tasks";
import { msOfDay, shortDay } from "../../i18n/dates";
import { Face, Faces, useNamesOf } from "../../ui/parts";
import { useTasks } from "./context";
import { RepeatMark } from "./Repeat";
import s from "./tasks.module.css";
import { useCustomWords } from "./useCustomWords";
import { isNew } from "./wishes";
import { isLate } from "./words";

const facesMax = 3;
const labelsMax = 3;
const huesPerTurn = 12;
export const hueOf = (colour: number): number => (colour * 360) / huesPerTurn;

export const LabelMark = ({ of }: { of: Label }) => (
  <span className={s.part}>
    <i style={{ "--h": hueOf(of.colour) } as CSSProperties} />
    {of.name}
  </span>
);

/** Who does a task; a dashed ring for nobody. `mute`: what stands around says who. */
export function Assignees({ of, mute = false }: { of: readonly string[]; mute?: boolean }) {
  const { t } = useTranslation();
  const { personOf } = useTasks();
  const people = of.map(personOf);
  const label = useNamesOf(people);
  if (people.length === 0)
    return <span className={s.nobody}>{mute ? null : <span className="hidden">{t("tasks.nobody")}</span>}</span>;
  if (people.length > 1)
    return (
      <Faces of={people.slice(0, facesMax)} more={Math.max(0, people.length - facesMax)} size={22} label={label} />
    );
  return (
    <>
      <Face of={people[0]!} size={22} />
      {mute ? null : <span className="hidden">{label}</span>}
    </>
  );
}

function Meta({ of }: { of: Card }) {
  const { t } = useTranslation();
  const { today, wishes, parts } = useTasks();
  const below = parts.get(of.id) ?? [];
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
      <RepeatMark of={of} />
      {of.steps ? (
        <span>
          <IconListCheck size={14} stroke={1.8} aria-label={t("tasks.field.checklist")} />
          {of.steps_done}/{of.steps}
        </span>
      ) : null}
      {below.length > 0 ? (
        <span>
          <IconSubtask size={14} stroke={1.8} aria-label={t("tasks.parts")} />
          {below.filter((part) => part.state !== "open").length}/{below.length}
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
          <IconClock size={14} stroke={1.8} aria-label={t("tasks.unsaved")} />
        </span>
      ) : null}
      <span className={s.end}>
        <Assignees of={of.assignees} />
      </span>
    </div>
  );
}

/** What a task says in the fields that the cards of its board tell. */
function Told({ of }: { of: Card }) {
  const { board } = useTasks();
  const words = useCustomWords();
  const said = (board.fields ?? []).flatMap((field) => {
    const value = field.on_cards ? (of.custom?.[field.id] ?? null) : null;
    return value === null ? [] : [{ id: field.id, name: field.name, words: words(field, value) }];
  });
  if (said.length === 0) return null;
  return (
    <dl className={s.told}>
      {said.map((one) => (
        <div key={one.id}>
          <dt>{one.name}</dt>
          <dd className="cut">{one.words}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a card of the board says. */
export function CardFace({ of }: { of: Card }) {
  const { t } = useTranslation();
  const { board, all, parts } = useTasks();
  const labels = (board.labels ?? []).filter((l) => of.labels?.includes(l.id)).slice(0, labelsMax);
  const urgent = of.priority === "urgent" || of.priority === "high";
  const over = of.state === "validated";
  const blocked = !over && of.waits_for?.some((wait) => all.get(wait.task)?.state === "open");
  const parent = of.parent ? all.get(of.parent) : undefined;
  const bare = !of.comments && of.assignees.length === 0 && !parts.has(of.id);
  return (
    <>
      {labels.length > 0 || urgent || blocked ? (
        <div className={s.topline}>
          <span className={s.labels}>
            {labels.map((label) => (
              <LabelMark key={label.id} of={label} />
            ))}
          </span>
          {urgent ? (
            <span className={s.flag}>
              <IconArrowUp size={14} stroke={2.2} aria-hidden />
              {of.priority === "urgent" ? t("tasks.priority.urgent") : t("tasks.priority.high")}
            </span>
          ) : null}
          {blocked ? (
            <span className={s.flag}>
              <IconHourglass size={14} stroke={2} aria-hidden />
              {t("tasks.waiting")}
            </span>
          ) : null}
        </div>
      ) : null}
      {parent ? (
        <p className={s.under}>
          <IconCornerDownRight size={13} aria-hidden />
          <span className="cut">{parent.title}</span>
        </p>
      ) : null}
      <h3>{of.title}</h3>
      {over ? null : <Told of={of} />}
      {over && bare ? null : <Meta of={of} />}
    </>
  );
}
