import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Board, BoardField } from "../../api/tasks";
import { Dialog } from "../../ui/Dialog";
import { freshId, useArranging } from "./arranging";
import { announced, useTasks } from "./context";
import { movedBy, withField, withoutField } from "./custom";
import { barredAt, FieldForm, keepable, kindName } from "./FieldForm";
import s from "./tasks.module.css";

const fieldsMax = 30;
const none: readonly BoardField[] = [];

interface RowsProps {
  readonly of: readonly BoardField[];
  readonly edit: (field: BoardField) => void;
  readonly move: (field: BoardField, by: 1 | -1) => void;
}

/** All fields of a board, in the order in which they are shown. */
function Rows({ of, edit, move }: RowsProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("fields.what")}</p>
      <ul className={s.labelList}>
        {of.map((field, at) => (
          <li key={field.id}>
            <span className={`grow cut ${s.fieldName}`}>
              {field.name} <span className="dim small">{kindName(field.kind, t)}</span>
            </span>
            <ActionIcon
              aria-label={t("fields.up", { name: field.name })}
              {...barredAt(at === 0)}
              onClick={() => move(field, -1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              aria-label={t("fields.down", { name: field.name })}
              {...barredAt(at === of.length - 1)}
              onClick={() => move(field, 1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon aria-label={t("fields.edit", { name: field.name })} onClick={() => edit(field)}>
              <IconPencil size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <div>
        <Button
          variant="light"
          disabled={of.length >= fieldsMax}
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => edit({ id: freshId(), name: "", kind: "text", choices: [] })}
        >
          {t("fields.new")}
        </Button>
      </div>
    </>
  );
}

/** How many tasks say something in a field that is to go. */
function Lost({ of }: { of: BoardField }) {
  const { t } = useTranslation();
  const { followed } = useTasks();
  const count = [...followed.cards.values()].filter((card) => (card.custom?.[of.id] ?? null) !== null).length;
  return <p>{count > 0 ? t("fields.deleteBody", { count }) : t("fields.deleteEmpty")}</p>;
}

/** The fields of a board: made, renamed, ordered, deleted. */
export function FieldsDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const { act, busy, refusal } = useArranging();
  const [field, write] = useState<BoardField | null>(null);
  const [deleting, remove] = useState(false);
  const all = board.fields ?? none;
  const known = all.find((f) => f.id === field?.id);
  const next = field && keepable(field);
  const save = async (of: BoardField) => {
    const { id, name } = of;
    const said = known ? t("fields.changed", { name }) : t("fields.made", { name });
    const back = (now: Board) => (known ? withField(now, known) : withoutField(now, id));
    if (await act((now) => withField(now, of), said, back)) write(null);
  };
  const move = async (of: BoardField, by: 1 | -1) => {
    if (movedBy(all, of.id, by) === all) return;
    const moved = (way: 1 | -1) => (now: Board) => ({ fields: movedBy(now.fields ?? none, of.id, way) });
    if (!(await act(moved(by), t("fields.moved", { name: of.name }), moved(by === 1 ? -1 : 1)))) return;
    announced.set(t("fields.movedTo", { name: of.name, position: all.indexOf(of) + by + 1 }));
  };
  const drop = async (of: BoardField) => {
    const at = all.indexOf(of);
    const back = (now: Board) => withField(now, of, at);
    if (!(await act((now) => withoutField(now, of.id), t("fields.deleted", { name: of.name }), back))) return;
    remove(false);
    write(null);
  };
  const submit = () => (!field ? close() : deleting && known ? void drop(known) : next && void save(next));
  return (
    <Dialog
      title={deleting && known ? t("fields.deleteTitle", { name: known.name }) : t("fields.title")}
      close={deleting ? () => remove(false) : field ? () => write(null) : close}
      act={deleting ? t("fields.delete") : field ? t("tasks.keep") : t("tasks.labels.end")}
      danger={deleting}
      only={!field}
      disabled={field !== null && !next}
      busy={busy}
      wrong={refusal}
      submit={submit}
    >
      {!field ? (
        <Rows of={all} edit={write} move={(of, by) => void move(of, by)} />
      ) : deleting && known ? (
        <Lost of={known} />
      ) : (
        <FieldForm of={field} known={known !== undefined} write={write} />
      )}
      {known && !deleting ? (
        <div>
          <Button
            variant="subtle"
            color="garance"
            leftSection={<IconTrash size={16} aria-hidden />}
            disabled={busy}
            onClick={() => remove(true)}
          >
            {t("fields.delete")}
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}
