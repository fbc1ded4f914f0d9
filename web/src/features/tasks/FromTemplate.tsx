import { Button, Menu } from "@mantine/core";
import { IconSettings, IconTemplate } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { TemplatesDialog } from "./TemplatesDialog";
import s from "./tasks.module.css";
import { useTemplates } from "./templating";

/** The templates of the space, each makes a task. */
function Items() {
  const { t } = useTranslation();
  const { space, may } = useTasks();
  const { makeBy } = useActs();
  const [asked] = useTemplates(space.space_id);
  if (asked.state !== "here")
    return <Menu.Item disabled>{asked.state === "waiting" ? t("templates.waiting") : t("templates.failed")}</Menu.Item>;
  if (asked.value.length === 0)
    return <p className={s.noTemplates}>{may.arrange ? t("templates.none") : t("templates.noneHere")}</p>;
  return asked.value.map((template) => (
    <Menu.Item key={template.id} leftSection={<IconTemplate size={16} aria-hidden />} onClick={() => makeBy(template)}>
      {template.name}
    </Menu.Item>
  ));
}

/** A task by a template: it stands at once where new tasks come, with its parts. */
export function FromTemplate() {
  const { t } = useTranslation();
  const { may } = useTasks();
  const [open, show] = useState(false);
  const [arranging, arrange] = useState(false);
  return (
    <>
      <Menu withinPortal returnFocus opened={open} onChange={show} position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" data-quiet aria-label={t("templates.from")}>
            <IconTemplate size={16} aria-hidden />
            <span className={`desk-only ${s.beside}`}>{t("templates.from")}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={s.templateMenu}>
          {open ? <Items /> : null}
          {may.arrange ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconSettings size={16} aria-hidden />} onClick={() => arrange(true)}>
                {t("templates.arrange")}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {arranging ? <TemplatesDialog close={() => arrange(false)} /> : null}
    </>
  );
}
