import { ActionIcon, Menu } from "@mantine/core";
import { IconArchive, IconArrowBarToDown, IconArrowBarToUp, IconDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Card } from "../../api/tasks";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { StateGlyph } from "./Glyph";
import { placeAt } from "./order";
import s from "./tasks.module.css";
import { glyphOf } from "./words";

interface MoveMenuProps {
  readonly card: Card;
  readonly opened: boolean;
  readonly open: (opened: boolean) => void;
  /** The card was moved: it keeps the focus. */
  readonly moved: (id: string) => void;
}

/** Where a card may go: the twin of dragging it. */
export function MoveMenu({ card, opened, open, moved }: MoveMenuProps) {
  const { t } = useTranslation();
  const { board, columns, may } = useTasks();
  const { move, archive } = useActs();
  const own = columns.get(card.column) ?? [];
  const at = own.findIndex((c) => c.id === card.id);
  const to = (column: string, index: number) => {
    move(card, placeAt(columns, card.id, column, index), index + 1);
    moved(card.id);
  };
  return (
    <Menu opened={opened} onChange={open} withinPortal>
      <Menu.Target>
        <ActionIcon
          className={s.dots ?? ""}
          size={26}
          tabIndex={-1}
          aria-label={t("tasks.actionsFor", { title: card.title })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      {opened ? (
        <Menu.Dropdown>
          <Menu.Label>{t("tasks.moveTo")}</Menu.Label>
          {board.columns.map((column) => (
            <Menu.Item
              key={column.id}
              disabled={column.id === card.column || !may.move(card, column.id)}
              leftSection={<StateGlyph of={glyphOf(board, column.id)} />}
              onClick={() => to(column.id, columns.get(column.id)?.length ?? 0)}
            >
              {column.name}
            </Menu.Item>
          ))}
          {board.columns.some((column) => may.barred(card, column.id)) ? (
            <Menu.Label className={s.apart ?? ""}>{t("tasks.validate.apart")}</Menu.Label>
          ) : null}
          <Menu.Divider />
          <Menu.Item
            disabled={at <= 0}
            leftSection={<IconArrowBarToUp size={16} aria-hidden />}
            onClick={() => to(card.column, 0)}
          >
            {t("tasks.toTop")}
          </Menu.Item>
          <Menu.Item
            disabled={at === own.length - 1}
            leftSection={<IconArrowBarToDown size={16} aria-hidden />}
            onClick={() => to(card.column, own.length - 1)}
          >
            {t("tasks.toEnd")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconArchive size={16} aria-hidden />} onClick={() => archive(card, true)}>
            {t("tasks.archive")}
          </Menu.Item>
        </Menu.Dropdown>
      ) : null}
    </Menu>
  );
}
