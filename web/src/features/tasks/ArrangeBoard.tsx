import { Menu } from "@mantine/core";
import { IconColumns, IconForms, IconHistory, IconTag, IconTemplate } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { BoardPast } from "./BoardPast";
import { NewColumn } from "./ColumnDialogs";
import { CopyBoard } from "./CopyBoard";
import { FieldsDialog } from "./FieldsDialog";
import { LabelsDialog } from "./LabelsDialog";
import { TemplatesDialog } from "./TemplatesDialog";

/** What a board is made of. */
export type Arranged = "column" | "labels" | "fields" | "templates" | "copy" | "past";

/** What who may arrange a board finds in its menu. */
export function ArrangeItems({ open }: { open: (which: Arranged) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Menu.Item leftSection={<IconColumns size={16} aria-hidden />} onClick={() => open("column")}>
        {t("tasks.column.new")}
      </Menu.Item>
      <Menu.Item leftSection={<IconTag size={16} aria-hidden />} onClick={() => open("labels")}>
        {t("tasks.labels.arrange")}
      </Menu.Item>
      <Menu.Item leftSection={<IconForms size={16} aria-hidden />} onClick={() => open("fields")}>
        {t("fields.arrange")}
      </Menu.Item>
      <Menu.Item leftSection={<IconTemplate size={16} aria-hidden />} onClick={() => open("templates")}>
        {t("templates.arrange")}
      </Menu.Item>
      <Menu.Item leftSection={<IconTemplate size={16} aria-hidden />} onClick={() => open("copy")}>
        {t("templates.board.do")}
      </Menu.Item>
      <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={() => open("past")}>
        {t("tasks.past.do")}
      </Menu.Item>
    </>
  );
}

export function ArrangeDialog({ which, close }: { which: Arranged | null; close: () => void }) {
  switch (which) {
    case null:
      return null;
    case "column":
      return <NewColumn close={close} />;
    case "labels":
      return <LabelsDialog close={close} />;
    case "fields":
      return <FieldsDialog close={close} />;
    case "templates":
      return <TemplatesDialog close={close} />;
    case "copy":
      return <CopyBoard close={close} />;
    case "past":
      return <BoardPast close={close} />;
  }
}
