import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconLink,
  IconSubtask,
  IconTemplate,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { deleteTask, type Task } from "../../api/tasks";
import { useDeed } from "../../api/useDeed";
import { ofThings } from "../../shell/things";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { MoveUnder } from "./MoveUnder";
import { SaveTemplate } from "./SaveTemplate";

function Deleting({ of, close, gone }: { of: Task; close: () => void; gone: () => void }) {
  const { t } = useTranslation();
  const { following } = useTasks();
  const { busy, run, refusal } = useDeed();
  return (
    <Dialog
      title={t("tasks.delete.title")}
      close={close}
      act={t("tasks.delete.act")}
      danger
      busy={busy}
      wrong={refusal}
      submit={() =>
        void run(async () => {
          await deleteTask(of.id);
          following.lose(of.id);
          say(t("tasks.delete.done"));
          gone();
        })
      }
    >
      <p>{t("tasks.delete.body", { title: of.title })}</p>
    </Dialog>
  );
}

/** What can be done with a task as a whole. */
export function TaskActions({ of, close }: { of: Task; close: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { may, space } = useTasks();
  const { archive } = useActs();
  const [dialog, open] = useState<"delete" | "under" | "template" | null>(null);
  const copy = () =>
    void navigator.clipboard.writeText(`${location.origin}${location.pathname}`).then(
      () => say(t("tasks.linkCopied")),
      () => undefined,
    );
  return (
    <>
      <ActionIcon aria-label={t("tasks.copyLink")} onClick={copy}>
        <IconLink size={18} stroke={1.8} />
      </ActionIcon>
      {may.change(of) ? (
        <Menu withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t("tasks.actions")}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={
                of.archived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />
              }
              onClick={() => archive(of, !of.archived)}
            >
              {of.archived ? t("tasks.restore") : t("tasks.archive")}
            </Menu.Item>
            {of.archived ? null : (
              <Menu.Item leftSection={<IconSubtask size={16} aria-hidden />} onClick={() => open("under")}>
                {t("tasks.under")}
              </Menu.Item>
            )}
            {may.arrange ? (
              <Menu.Item leftSection={<IconTemplate size={16} aria-hidden />} onClick={() => open("template")}>
                {t("templates.keep")}
              </Menu.Item>
            ) : null}
            {ofThings
              .filter((made) => space.apps?.includes(made.app))
              .map(({ app, icon: Icon, name, path }) => (
                <Menu.Item
                  key={app}
                  leftSection={<Icon size={16} aria-hidden />}
                  onClick={() => go(path(of.space, "task", of.id))}
                >
                  {name(t)}
                </Menu.Item>
              ))}
            {of.archived && may.validate ? (
              <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => open("delete")}>
                {t("tasks.delete")}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {dialog === "delete" ? <Deleting of={of} close={() => open(null)} gone={() => go(close)} /> : null}
      {dialog === "under" ? <MoveUnder of={of} close={() => open(null)} /> : null}
      {dialog === "template" ? <SaveTemplate of={of} close={() => open(null)} /> : null}
    </>
  );
}
