import { ActionIcon, Button, Checkbox, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Label } from "../../api/tasks";
import { matches } from "../../shell/match";
import { Wrong } from "../../ui/parts";
import { useActs } from "./acts";
import { freshId, useArranging, withLabel } from "./arranging";
import { useTasks } from "./context";
import { labelNameMax, nextColour } from "./LabelFields";
import { type OfTask, Property } from "./Property";
import { LabelMark } from "./TaskCard";
import s from "./tasks.module.css";

const none: readonly string[] = [];

/** The labels of a board, found by their names; who may, makes the one that is missing. */
function Picker({ of }: { of: OfTask["of"] }) {
  const { t } = useTranslation();
  const { board, may } = useTasks();
  const { set } = useActs();
  const { act, busy, refusal } = useArranging();
  const [text, write] = useState("");
  const ids = of.labels ?? none;
  const all = board.labels ?? [];
  const name = text.trim();
  const found = all.filter((l) => name === "" || matches(name, l.name));
  const turn = (id: string) => set(of, { labels: ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id] });
  const make = async () => {
    const label: Label = { id: freshId(), name, colour: nextColour(all.length) };
    const made = await act((now) => withLabel(now, label), t("tasks.labels.made", { name }));
    if (!made) return;
    write("");
    turn(label.id);
  };
  return (
    <div className={s.picker}>
      <TextInput
        aria-label={t("tasks.labels.find")}
        placeholder={t("tasks.labels.find")}
        maxLength={labelNameMax}
        value={text}
        onChange={(e) => write(e.target.value)}
        autoComplete="off"
      />
      <div className={s.labelRows}>
        {found.map((label) => (
          <Checkbox
            key={label.id}
            label={<LabelMark of={label} />}
            checked={ids.includes(label.id)}
            onChange={() => turn(label.id)}
          />
        ))}
        {found.length === 0 && (name === "" || !may.arrange) ? (
          <p className={s.about}>{t("tasks.labels.none")}</p>
        ) : null}
      </div>
      {may.arrange && name !== "" && !all.some((l) => l.name === name) ? (
        <Button
          size="xs"
          variant="light"
          loading={busy}
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => void make()}
        >
          {t("tasks.labels.make", { name })}
        </Button>
      ) : null}
      <Wrong>{refusal}</Wrong>
    </div>
  );
}

/** The labels of a task: each can be taken off, others put on. */
export function LabelsField({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const { set } = useActs();
  const [picking, pick] = useState(false);
  const ids = of.labels ?? none;
  const labels = (board.labels ?? []).filter((l) => ids.includes(l.id));
  if (!mine && labels.length === 0) return null;
  return (
    <Property name={t("tasks.field.labels")}>
      {labels.map((label) => (
        <span key={label.id} className={s.label}>
          <LabelMark of={label} />
          {mine ? (
            <ActionIcon
              size={22}
              aria-label={t("tasks.labels.takeOff", { name: label.name })}
              onClick={() => set(of, { labels: ids.filter((id) => id !== label.id) })}
            >
              <IconX size={13} />
            </ActionIcon>
          ) : null}
        </span>
      ))}
      {mine ? (
        <Button variant="subtle" size="xs" data-quiet aria-expanded={picking} onClick={() => pick(!picking)}>
          {picking ? t("tasks.assigned") : t("tasks.labels.add")}
        </Button>
      ) : null}
      {picking && mine ? <Picker of={of} /> : null}
    </Property>
  );
}
