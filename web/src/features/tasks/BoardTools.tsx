import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconDownload, IconFileImport, IconTableExport, IconWebhook } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { saveFile, tableAt } from "../../api/spaces";
import { tableOf } from "../../api/taskFiles";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { Wrong } from "../../ui/parts";
import { useTasks } from "./context";
import { webhooksPart } from "./hooks";
import { ImportTasks } from "./ImportTasks";
import { lookIn } from "./looks";
import { only } from "./sheets";
import { sortedBy, sortIn } from "./sorting";
import { useCustomWords } from "./useCustomWords";

const mark = "\ufeff";

function why(failure: unknown, t: T): string {
  if (failure instanceof Refusal && failure.status === 413) return t("sheets.outTooLarge");
  return reasonOf(failure, t, t("tasks.closedBody"));
}

/** Takes tasks along as a file: all of the board, or those that are shown, in their order. */
function useExport() {
  const { t } = useTranslation();
  const tasks = useTasks();
  const { space, columns } = tasks;
  const { sort, view } = lookIn(useSearch());
  const { busy, run, refusal } = useDeed(why);
  const words = useCustomWords();
  const shown = sortedBy([...columns.values()].flat(), view === "table" ? sortIn(sort) : null, { ...tasks, words });
  const save = (all: boolean) =>
    void run(async () => {
      const whole = await tableAt(tableOf(space.space_id));
      const text = all
        ? ""
        : only(
            await whole.text(),
            shown.map((card) => card.number),
          );
      saveFile(all ? whole : new Blob([mark, text], { type: "text/csv" }), t("sheets.fileName"));
      say(t("sheets.saved"));
    });
  return { count: shown.length, save, busy, refusal };
}

/** What goes out of the board and comes into it. */
export function BoardTools() {
  const { t } = useTranslation();
  const { may, root } = useTasks();
  const { count, save, busy, refusal } = useExport();
  const [importing, open] = useState(false);
  return (
    <>
      {busy ? (
        <span className="dim small" role="status">
          {t("sheets.saving")}
        </span>
      ) : null}
      <Menu withinPortal returnFocus>
        <Menu.Target>
          <ActionIcon aria-label={t("sheets.tools")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDownload size={16} aria-hidden />}
            disabled={busy || count === 0}
            onClick={() => save(false)}
          >
            {t("sheets.saveShown", { count })}
          </Menu.Item>
          <Menu.Item leftSection={<IconTableExport size={16} aria-hidden />} disabled={busy} onClick={() => save(true)}>
            {t("sheets.saveAll")}
          </Menu.Item>
          {may.make ? (
            <Menu.Item leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => open(true)}>
              {t("sheets.import")}
            </Menu.Item>
          ) : null}
          {may.arrange ? (
            <>
              <Menu.Divider />
              <Menu.Item
                component={Link}
                href={`${root}/${webhooksPart}`}
                leftSection={<IconWebhook size={16} aria-hidden />}
              >
                {t("webhooks.title")}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Wrong>{refusal}</Wrong>
      {importing ? <ImportTasks close={() => open(false)} /> : null}
    </>
  );
}
