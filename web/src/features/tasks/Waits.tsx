import { ActionIcon, NativeSelect, NumberInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Card, type Wait, type WaitKind, waitKinds } from "../../api/tasks";
import { Dialog } from "../../ui/Dialog";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { StateGlyph } from "./Glyph";
import type { OfTask } from "./Property";
import { Section } from "./Section";
import { TaskFinder } from "./TaskFinder";
import s from "./tasks.module.css";
import { columnName, glyphOf, lagWords, waitName } from "./words";

const none: readonly Wait[] = [];
const lagMax = 3650;
type HrefOf = (id: string) => string;

/** A task by its state and title. */
export function TaskLine({ of, hrefOf }: { of: Card; hrefOf: HrefOf }) {
  const { board } = useTasks();
  return (
    <Link className={s.line} href={hrefOf(of.id)}>
      <StateGlyph of={glyphOf(board, of.column)} name={columnName(board, of.column)} />
      <span className={s.ref}>{of.number}</span>
      <span className="cut">{of.title}</span>
    </Link>
  );
}

interface WaitProps {
  readonly of: Wait;
  readonly card: Card;
  readonly put: ((next: Wait | null) => void) | null;
  readonly hrefOf: HrefOf;
}

/** What is waited for: the other task, how, and how many days more. */
function WaitRow({ of, card, put, hrefOf }: WaitProps) {
  const { t } = useTranslation();
  return (
    <li className={s.wait}>
      <div className={s.lineRow}>
        <TaskLine of={card} hrefOf={hrefOf} />
        {put ? (
          <ActionIcon size={26} aria-label={t("tasks.waits.drop", { title: card.title })} onClick={() => put(null)}>
            <IconX size={15} />
          </ActionIcon>
        ) : null}
      </div>
      {put ? (
        <div className={s.lineRow}>
          <NativeSelect
            size="xs"
            className="grow"
            aria-label={t("tasks.waits.kind", { title: card.title })}
            value={of.kind}
            onChange={(e) => put({ ...of, kind: e.target.value as WaitKind })}
            data={waitKinds.map((kind) => ({ value: kind, label: waitName(kind, t) }))}
          />
          <NumberInput
            size="xs"
            className={s.short ?? ""}
            aria-label={t("tasks.waits.lag", { title: card.title })}
            suffix={` ${t("tasks.waits.days")}`}
            min={-lagMax}
            max={lagMax}
            allowDecimal={false}
            value={of.lag_days}
            onBlur={(e) => {
              const days = Number.parseInt(e.target.value, 10) || 0;
              if (days !== of.lag_days) put({ ...of, lag_days: days });
            }}
          />
        </div>
      ) : (
        <p className={s.about}>{[waitName(of.kind, t), lagWords(of.lag_days, t)].filter(Boolean).join(", ")}</p>
      )}
    </li>
  );
}

/** Chooses another task to be waited for. */
function Choosing({ of, without, close }: { of: OfTask["of"]; without: ReadonlySet<string>; close: () => void }) {
  const { t } = useTranslation();
  const { set } = useActs();
  const [text, write] = useState("");
  const choose = (card: Card) => {
    const next: Wait = { task: card.id, kind: "FS", lag_days: 0 };
    set(of, { waits_for: [...(of.waits_for ?? none), next] });
    close();
  };
  return (
    <Dialog title={t("tasks.waits.title")} close={close} act={t("ui.close")} only submit={close}>
      <TaskFinder
        label={t("tasks.filter.text")}
        text={text}
        write={write}
        choose={choose}
        without={(card) => without.has(card.id)}
      />
    </Dialog>
  );
}

/** What must be over, or begun, before this task; and what waits for this one. */
export function Waits({ of, mine, hrefOf }: OfTask & { hrefOf: HrefOf }) {
  const { t } = useTranslation();
  const { all, followed } = useTasks();
  const { set } = useActs();
  const [choosing, choose] = useState(false);
  const waits = of.waits_for ?? none;
  const cardOf = (id: string) => all.get(id) ?? followed.cards.get(id);
  const seen = waits.filter((wait) => cardOf(wait.task));
  const waiting = [...all.values()].filter((card) => card.waits_for?.some((wait) => wait.task === of.id));
  const put = (wait: Wait) => (next: Wait | null) =>
    set(of, { waits_for: waits.flatMap((one) => (one.task === wait.task ? (next ? [next] : []) : [one])) });
  if (seen.length + waiting.length === 0 && !mine) return null;
  const dialog = choosing ? (
    <Choosing
      of={of}
      without={new Set([of.id, ...waits.map((wait) => wait.task), ...waiting.map((card) => card.id)])}
      close={() => choose(false)}
    />
  ) : null;
  const add = { name: t("tasks.waits.add"), run: () => choose(true) };
  return (
    <>
      {seen.length > 0 ? (
        <Section name={t("tasks.field.waits")}>
          <ul className={s.lines}>
            {seen.map((wait) => (
              <WaitRow
                key={wait.task}
                of={wait}
                card={cardOf(wait.task)!}
                put={mine ? put(wait) : null}
                hrefOf={hrefOf}
              />
            ))}
          </ul>
        </Section>
      ) : null}
      {waiting.length > 0 ? (
        <Section name={t("tasks.waits.blocks")}>
          <ul className={s.lines}>
            {waiting.map((card) => (
              <li key={card.id}>
                <TaskLine of={card} hrefOf={hrefOf} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {mine ? <Section name={t("tasks.field.waits")} add={add} /> : null}
      {dialog}
    </>
  );
}
