import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowLeft,
  IconArrowRight,
  IconColumnInsertRight,
  IconDots,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Column } from "../../api/tasks";
import { columnAt, useArranging } from "./arranging";
import { DeleteColumn, EditColumn, NewColumn } from "./ColumnDialogs";
import { useTasks } from "./context";

/** What can be done with a column. */
export function ColumnMenu({ of }: { of: Column }) {
  const { t } = useTranslation();
  const { board } = useTasks();
  const { act } = useArranging();
  const [dialog, open] = useState<"edit" | "new" | "delete" | null>(null);
  const close = () => open(null);
  const at = board.columns.findIndex((c) => c.id === of.id);
  const move = (to: number) =>
    void act(
      (now) => columnAt(now, of.id, to),
      t("tasks.column.moved"),
      (now) => columnAt(now, of.id, at),
    );
  return (
    <>
      <Menu withinPortal returnFocus>
        <Menu.Target>
          <ActionIcon size={28} aria-label={t("tasks.column.actions", { column: of.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => open("edit")}>
            {t("tasks.column.edit")}
          </Menu.Item>
          <Menu.Item
            disabled={at <= 0}
            leftSection={<IconArrowLeft size={16} aria-hidden />}
            onClick={() => move(at - 1)}
          >
            {t("tasks.column.left")}
          </Menu.Item>
          <Menu.Item
            disabled={at === board.columns.length - 1}
            leftSection={<IconArrowRight size={16} aria-hidden />}
            onClick={() => move(at + 1)}
          >
            {t("tasks.column.right")}
          </Menu.Item>
          <Menu.Item leftSection={<IconColumnInsertRight size={16} aria-hidden />} onClick={() => open("new")}>
            {t("tasks.column.after")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            disabled={board.columns.length === 1}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => open("delete")}
          >
            {t("tasks.column.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === "edit" ? <EditColumn of={of} close={close} /> : null}
      {dialog === "new" ? <NewColumn close={close} at={at + 1} /> : null}
      {dialog === "delete" ? <DeleteColumn of={of} close={close} /> : null}
    </>
  );
}
