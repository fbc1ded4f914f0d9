import { closestCenter, DndContext, useDraggable, useDroppable } from "@dnd-kit/core";
import { ActionIcon, Checkbox, Textarea, TextInput } from "@mantine/core";
import { IconGripVertical, IconPlus, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Step, Task } from "../../api/tasks";
import { useKept } from "../../base/kept";
import { useActs } from "./acts";
import { announced } from "./context";
import { useLine } from "./Days";
import { silent } from "./DragArea";
import type { OfTask } from "./Property";
import { Section, useFocused } from "./Section";
import { movedTo, reworded, stepChars, stepsIn, stepsMax, ticked, without, withSteps } from "./steps";
import s from "./tasks.module.css";

const none: readonly Step[] = [];

interface RowProps {
  readonly of: Step;
  readonly steps: readonly Step[];
  readonly put: (next: readonly Step[], said?: string) => void;
}

/** One step: ticked off, written anew, moved by its grip, taken away. */
function Row({ of, steps, put }: RowProps) {
  const { t } = useTranslation();
  const row = useDroppable({ id: of.id });
  const grip = useDraggable({ id: of.id });
  const line = useLine(of.text, (written) => {
    const text = written.trim();
    if (text) put(reworded(steps, of.id, text));
    else put(without(steps, of.id), t("tasks.steps.deleted"));
  });
  const onKeyDown = (e: KeyboardEvent<HTMLButtonElement>) => {
    const by = e.key === "ArrowUp" ? -1 : e.key === "ArrowDown" ? 1 : 0;
    if (by === 0) return;
    e.preventDefault();
    const index = steps.findIndex((step) => step.id === of.id) + by;
    const next = movedTo(steps, of.id, index);
    if (next === steps) return;
    const button = e.currentTarget;
    put(next);
    announced.set(t("tasks.steps.at", { text: of.text, position: index + 1 }));
    requestAnimationFrame(() => button.focus());
  };
  return (
    <li ref={row.setNodeRef} className={s.step} data-over={(row.isOver && !grip.isDragging) || undefined}>
      <Checkbox aria-label={of.text} checked={of.done} onChange={() => put(ticked(steps, of.id))} />
      <Textarea
        className="grow"
        autosize
        minRows={1}
        aria-label={t("tasks.steps.text", { text: of.text })}
        data-done={of.done || undefined}
        maxLength={stepChars}
        {...line}
      />
      <ActionIcon
        size={26}
        ref={grip.setNodeRef}
        aria-label={t("tasks.steps.move", { text: of.text })}
        {...grip.listeners}
        onKeyDown={onKeyDown}
      >
        <IconGripVertical size={15} />
      </ActionIcon>
      <ActionIcon
        size={26}
        aria-label={t("tasks.steps.delete", { text: of.text })}
        onClick={() => put(without(steps, of.id), t("tasks.steps.deleted"))}
      >
        <IconX size={15} />
      </ActionIcon>
    </li>
  );
}

/** A line for the next step; Enter stays for another one, and many lines that are pasted become many steps. */
function NewStep({ of, first, add }: { of: Task; first: boolean; add: (texts: readonly string[]) => void }) {
  const { t } = useTranslation();
  const [text, write] = useKept(`tasks.step.${of.id}`);
  const field = useFocused<HTMLInputElement>(first);
  return (
    <TextInput
      ref={field}
      className={s.adds ?? ""}
      leftSection={<IconPlus size={16} aria-hidden />}
      aria-label={t("tasks.steps.new")}
      placeholder={t("tasks.steps.add")}
      maxLength={stepChars}
      value={text}
      onChange={(e) => write(e.target.value)}
      onPaste={(e) => {
        const lines = stepsIn(e.clipboardData.getData("text/plain"));
        if (lines.length < 2) return;
        e.preventDefault();
        add(lines);
      }}
      onKeyDown={(e) => {
        if (e.key !== "Enter" || e.nativeEvent.isComposing) return;
        e.preventDefault();
        if (!text.trim()) return;
        add([text.trim()]);
        write("");
      }}
      autoComplete="off"
    />
  );
}

/** What a task is made of, to be ticked off one by one. */
export function Checklist({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const { set } = useActs();
  const [opened, open] = useState(false);
  const steps = of.checklist ?? none;
  const latest = useRef(steps);
  latest.current = steps;
  const put = (next: readonly Step[], said?: string) => set(of, { checklist: next }, said);
  if (steps.length === 0 && !mine) return null;
  const done = steps.filter((step) => step.done).length;
  return (
    <Section
      name={t("tasks.field.checklist")}
      sum={steps.length > 0 ? t("tasks.parts.some", { done, all: steps.length }) : null}
      done={steps.length > 0 ? done / steps.length : null}
      add={steps.length === 0 && !opened ? { name: t("tasks.steps.add"), run: () => open(true) } : null}
    >
      <DndContext
        collisionDetection={closestCenter}
        accessibility={{ announcements: silent, screenReaderInstructions: { draggable: t("tasks.steps.hint") } }}
        onDragEnd={({ active, over }) => {
          const to = latest.current.findIndex((step) => step.id === over?.id);
          const next = movedTo(latest.current, `${active.id}`, to);
          if (next !== latest.current) put(next);
        }}
      >
        <ul className={s.steps}>
          {steps.map((step) =>
            mine ? (
              <Row key={step.id} of={step} steps={steps} put={put} />
            ) : (
              <li key={step.id} className={s.step}>
                <Checkbox label={step.text} checked={step.done} disabled />
              </li>
            ),
          )}
        </ul>
      </DndContext>
      {mine && steps.length < stepsMax ? (
        <NewStep of={of} first={opened} add={(texts) => put(withSteps(steps, texts))} />
      ) : null}
    </Section>
  );
}
