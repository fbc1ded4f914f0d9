import { ActionIcon, TextInput } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeTemplate, deleteTemplate, keepTemplate, type Template } from "../../api/taskTemplates";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { useTasks } from "./context";
import { DueIn } from "./SaveTemplate";
import s from "./tasks.module.css";
import { notKept, useTemplates } from "./templating";

const nameMax = 60;

/** What a template brings besides its title. */
function bringsWords({ set, parts = [], due_in_days: days }: Template, t: T): string {
  const steps = set.checklist?.length ?? 0;
  return [
    ...(parts.length > 0 ? [t("templates.parts", { count: parts.length })] : []),
    ...(steps > 0 ? [t("tasks.value.steps", { count: steps })] : []),
    ...(days === undefined ? [] : [t("templates.dueAfter", { count: days })]),
  ].join(", ");
}

interface RowsProps {
  readonly of: readonly Template[];
  readonly edit: (template: Template) => void;
  readonly remove: (template: Template) => void;
}

function Rows({ of, edit, remove }: RowsProps) {
  const { t } = useTranslation();
  if (of.length === 0) return <p>{t("templates.none")}</p>;
  return (
    <ul className={s.labelList}>
      {of.map((template) => (
        <li key={template.id}>
          <span className={`grow ${s.template}`}>
            <span className="cut">{template.name}</span>
            <span className="dim small cut">{bringsWords(template, t)}</span>
          </span>
          <ActionIcon aria-label={t("templates.edit", { name: template.name })} onClick={() => edit(template)}>
            <IconPencil size={16} />
          </ActionIcon>
          <ActionIcon aria-label={t("templates.delete", { name: template.name })} onClick={() => remove(template)}>
            <IconTrash size={16} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

/** The templates of tasks of a space: renamed, given other days, deleted. */
export function TemplatesDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { space } = useTasks();
  const { busy, run, refusal } = useDeed(notKept);
  const [asked, again] = useTemplates(space.space_id);
  const [edited, write] = useState<Template | null>(null);
  const save = (of: Template) =>
    run(async () => {
      const before = asked.state === "here" ? asked.value.find((one) => one.id === of.id) : undefined;
      const { name } = await changeTemplate(space.space_id, { ...of, name: of.name.trim() });
      say(t("templates.changed", { name }), before && (() => void changeTemplate(space.space_id, before).then(again)));
      again();
      write(null);
    });
  const remove = (of: Template) =>
    run(async () => {
      const { id, ...wish } = of;
      await deleteTemplate(space.space_id, id);
      say(t("templates.deleted", { name: of.name }), () => {
        void keepTemplate(space.space_id, crypto.randomUUID(), wish).then(again);
      });
      again();
    });
  return (
    <Dialog
      title={t("templates.title")}
      close={edited ? () => write(null) : close}
      act={edited ? t("tasks.keep") : t("tasks.labels.end")}
      only={!edited}
      disabled={edited?.name.trim() === ""}
      busy={busy}
      wrong={refusal}
      submit={edited ? () => void save(edited) : close}
    >
      {edited ? (
        <>
          <TextInput
            data-autofocus
            label={t("templates.name")}
            maxLength={nameMax}
            value={edited.name}
            onChange={(e) => write({ ...edited, name: e.target.value })}
            autoComplete="off"
          />
          <DueIn
            days={edited.due_in_days ?? null}
            set={(days) => {
              const { due_in_days: _, ...rest } = edited;
              write(days === null ? rest : { ...rest, due_in_days: days });
            }}
          />
        </>
      ) : (
        <Answered of={asked} again={again} failed={t("templates.failed")}>
          {(all) => <Rows of={all} edit={write} remove={(of) => void remove(of)} />}
        </Answered>
      )}
    </Dialog>
  );
}
