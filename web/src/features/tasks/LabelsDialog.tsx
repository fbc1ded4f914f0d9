import { ActionIcon, Button } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Board, Label } from "../../api/tasks";
import { Dialog } from "../../ui/Dialog";
import { freshId, useArranging, withLabel } from "./arranging";
import { useTasks } from "./context";
import { LabelFields, nextColour } from "./LabelFields";
import { LabelMark } from "./TaskCard";
import s from "./tasks.module.css";

/** All labels of a board. */
function Rows({ of, edit }: { of: readonly Label[]; edit: (label: Label) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("tasks.labels.what")}</p>
      <ul className={s.labelList}>
        {of.map((label) => (
          <li key={label.id}>
            <LabelMark of={label} />
            <ActionIcon aria-label={t("tasks.labels.edit", { name: label.name })} onClick={() => edit(label)}>
              <IconPencil size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <div>
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => edit({ id: freshId(), name: "", colour: nextColour(of.length) })}
        >
          {t("tasks.labels.new")}
        </Button>
      </div>
    </>
  );
}

/** The labels of a board: made, renamed, coloured, deleted. */
export function LabelsDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const { act, busy, refusal } = useArranging();
  const [label, write] = useState<Label | null>(null);
  const all = board.labels ?? [];
  const known = all.find((l) => l.id === label?.id);
  const without = (id: string) => (now: Board) => ({ labels: (now.labels ?? []).filter((l) => l.id !== id) });
  const backTo = (id: string) => (known ? (now: Board) => withLabel(now, known) : without(id));
  const save = async (next: Label) => {
    const { name } = next;
    const said = known ? t("tasks.labels.changed", { name }) : t("tasks.labels.made", { name });
    if (await act((now) => withLabel(now, next), said, backTo(next.id))) write(null);
  };
  const remove = async ({ id, name }: Label) => {
    if (await act(without(id), t("tasks.labels.deleted", { name }), backTo(id))) write(null);
  };
  return (
    <Dialog
      title={t("tasks.labels.title")}
      close={label ? () => write(null) : close}
      act={label ? t("tasks.keep") : t("tasks.labels.end")}
      only={!label}
      disabled={label?.name.trim() === ""}
      busy={busy}
      wrong={refusal}
      submit={label ? () => void save({ ...label, name: label.name.trim() }) : close}
    >
      {label ? <LabelFields of={label} write={write} /> : <Rows of={all} edit={write} />}
      {known ? (
        <div>
          <Button
            variant="subtle"
            color="garance"
            leftSection={<IconTrash size={16} aria-hidden />}
            disabled={busy}
            onClick={() => void remove(known)}
          >
            {t("tasks.labels.delete")}
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}
