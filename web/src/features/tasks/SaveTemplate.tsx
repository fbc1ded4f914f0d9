import { Checkbox, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Card, type Task, task } from "../../api/tasks";
import { daysMax, deleteTemplate, keepTemplate, partsMax } from "../../api/taskTemplates";
import { useDeed } from "../../api/useDeed";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { useTasks } from "./context";
import { leadDays, notKept, saidBy } from "./templating";

const nameMax = 60;
const none: readonly Card[] = [];

/** In how many days what is made by a template is due. */
export function DueIn({ days, set }: { days: number | null; set: (next: number | null) => void }) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t("templates.dueIn")}
      description={t("templates.dueInHint")}
      min={0}
      max={daysMax}
      clampBehavior="strict"
      allowDecimal={false}
      allowNegative={false}
      value={days ?? ""}
      onChange={(next) => set(next === "" ? null : Number(next))}
    />
  );
}

/** Keeps a task as a template of the space, with its steps and its parts. */
export function SaveTemplate({ of, close }: { of: Task; close: () => void }) {
  const { t } = useTranslation();
  const { space, board, parts } = useTasks();
  const { busy, run, refusal } = useDeed(notKept);
  const [request] = useState(() => crypto.randomUUID());
  const [name, write] = useState(of.title.slice(0, nameMax));
  const [days, due] = useState(() => leadDays(of));
  const own = parts.get(of.id) ?? none;
  const [divided, divide] = useState(own.length > 0);
  const [people, keep] = useState(false);
  const deeper = own.some((part) => parts.has(part.id));
  const submit = () =>
    run(async () => {
      const kept = divided ? own.slice(0, partsMax) : none;
      const whole = await Promise.all(kept.map((part) => task(part.id)));
      const made = await keepTemplate(space.space_id, request, {
        name: name.trim(),
        set: saidBy(of, board, people),
        parts: whole.map((part) => saidBy(part, board, people)),
        ...(days === null ? {} : { due_in_days: days }),
      });
      say(t("templates.kept", { name: made.name }), () => void deleteTemplate(space.space_id, made.id));
      close();
    });
  return (
    <Dialog
      title={t("templates.keepTitle")}
      close={close}
      act={t("tasks.keep")}
      busy={busy}
      disabled={name.trim() === ""}
      wrong={refusal}
      submit={() => void submit()}
    >
      <p>{t("templates.what")}</p>
      <TextInput
        data-autofocus
        label={t("templates.name")}
        maxLength={nameMax}
        value={name}
        onChange={(e) => write(e.target.value)}
        autoComplete="off"
      />
      <DueIn days={days} set={due} />
      {own.length > 0 ? (
        <Checkbox
          label={t("templates.withParts", { count: Math.min(own.length, partsMax) })}
          checked={divided}
          onChange={(e) => divide(e.currentTarget.checked)}
        />
      ) : null}
      {of.assignees.length > 0 ? (
        <Checkbox label={t("templates.withPeople")} checked={people} onChange={(e) => keep(e.currentTarget.checked)} />
      ) : null}
      {divided && (deeper || own.length > partsMax) ? <p className={ui.hint}>{t("templates.flat")}</p> : null}
    </Dialog>
  );
}
