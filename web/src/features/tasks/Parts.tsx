import { Checkbox, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Card, Task } from "../../api/tasks";
import { useKept } from "../../base/kept";
import { say } from "../../shell/toast";
import { useActs } from "./acts";
import { type OfTasks, useTasks } from "./context";
import type { OfTask } from "./Property";
import { Section, useFocused } from "./Section";
import { Assignees } from "./TaskCard";
import s from "./tasks.module.css";
import { isNew } from "./wishes";
import { titleMax, titlesIn } from "./words";

const linesMax = 200;

/** The column in which a task is over, or open again, as far as I may bring it there. */
function columnFor({ board, may }: OfTasks, card: Card, over: boolean): string | undefined {
  const wanted = over ? (["validated", "done"] as const) : (["open"] as const);
  const columns = wanted.flatMap((state) => board.columns.filter((c) => c.state === state));
  return columns.find((c) => may.move(card, c.id))?.id;
}

export const isOver = (card: Pick<Card, "state">): boolean => card.state !== "open";

/** A part, to be ticked off and opened, and below it its own parts. */
function Part({ of, hrefOf }: { of: Card; hrefOf: (id: string) => string }) {
  const { t } = useTranslation();
  const tasks = useTasks();
  const { moveTo } = useActs();
  const below = tasks.parts.get(of.id) ?? [];
  const to = columnFor(tasks, of, !isOver(of));
  return (
    <li>
      <div className={s.partRow}>
        <Checkbox
          aria-label={t("tasks.parts.tick", { title: of.title })}
          checked={isOver(of)}
          disabled={!tasks.may.change(of)}
          onChange={() => (to ? moveTo(of, to) : say(t("tasks.validate.apart")))}
        />
        {isNew(of.id) ? (
          <span className="cut grow">{of.title}</span>
        ) : (
          <Link className="cut grow" href={hrefOf(of.id)} data-done={isOver(of) || undefined}>
            {of.title}
          </Link>
        )}
        {below.length > 0 ? (
          <span className={s.n}>{t("tasks.parts.some", { done: below.filter(isOver).length, all: below.length })}</span>
        ) : null}
        <Assignees of={of.assignees} />
      </div>
      {below.length > 0 ? (
        <ul className={s.deeper}>
          {below.map((card) => (
            <Part key={card.id} of={card} hrefOf={hrefOf} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** A line for the next part; several lines that are pasted become several. */
function NewPart({ of, first }: { of: Task; first: boolean }) {
  const { t } = useTranslation();
  const { make } = useActs();
  const [title, write] = useKept(`tasks.part.${of.id}`);
  const field = useFocused<HTMLInputElement>(first);
  const add = (titles: readonly string[]) => {
    const some = titles.slice(0, linesMax);
    make(
      some.map((one) => ({ title: one, parent: of.id })),
      t("tasks.parts.made", { count: some.length }),
    );
    write("");
  };
  return (
    <TextInput
      ref={field}
      className={s.adds ?? ""}
      leftSection={<IconPlus size={16} aria-hidden />}
      aria-label={t("tasks.parts.new")}
      placeholder={t("tasks.parts.add")}
      value={title}
      maxLength={titleMax}
      onChange={(e) => write(e.target.value)}
      onPaste={(e) => {
        const titles = titlesIn(e.clipboardData.getData("text/plain"));
        if (titles.length < 2) return;
        e.preventDefault();
        add(titles);
      }}
      onKeyDown={(e) => {
        if (e.key !== "Enter" || e.nativeEvent.isComposing) return;
        e.preventDefault();
        if (title.trim()) add([title.trim()]);
      }}
      autoComplete="off"
    />
  );
}

/** The tasks that a task is made of. */
export function Parts({ of, mine, hrefOf }: OfTask & { hrefOf: (id: string) => string }) {
  const { t } = useTranslation();
  const { parts, may } = useTasks();
  const [opened, open] = useState(false);
  const own = parts.get(of.id) ?? [];
  const adds = may.make && !of.archived;
  if (own.length === 0 && !(adds && mine)) return null;
  const done = own.filter(isOver).length;
  return (
    <Section
      name={t("tasks.parts")}
      sum={own.length > 0 ? t("tasks.parts.some", { done, all: own.length }) : null}
      done={own.length > 0 ? done / own.length : null}
      add={adds && own.length === 0 && !opened ? { name: t("tasks.parts.add"), run: () => open(true) } : null}
    >
      {own.length > 0 ? (
        <ul className={s.partList}>
          {own.map((card) => (
            <Part key={card.id} of={card} hrefOf={hrefOf} />
          ))}
        </ul>
      ) : null}
      {adds && (own.length > 0 || opened) ? <NewPart of={of} first={opened} /> : null}
    </Section>
  );
}
