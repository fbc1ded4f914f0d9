import { Button, FileButton } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Task } from "../../api/tasks";
import { type TaskLink, tie, untie } from "../../api/taskTalk";
import { useDeed } from "../../api/useDeed";
import { FileBox } from "../../message/files";
import { upload } from "../../session/upload";
import { say } from "../../shell/toast";
import { Wrong } from "../../ui/parts";
import s from "./tasks.module.css";

/** A file that goes with a task. */
export function Attached({ of }: { of: Extract<TaskLink, { kind: "media" }> }) {
  const info = { size: of.size, mimetype: of.type, w: null, h: null };
  return (
    <FileBox of={{ kind: "file", url: of.uri, name: of.name, caption: null, info, voice: null }} pending={false} />
  );
}

/** Puts files with a task. */
export function AttachFile({ of, tied }: { of: Task; tied: () => void }) {
  const { t } = useTranslation();
  const { busy, run, refusal } = useDeed();
  const attach = (files: readonly File[]) =>
    void run(async () => {
      for (const file of files) {
        const { name, size, type } = file;
        const link = await tie(of.id, { kind: "media", uri: await upload(file), name, size, type });
        tied();
        say(t("tasks.files.attached", { name }), () => void untie(of.id, link.id).then(tied, tied));
      }
    });
  return (
    <div>
      <FileButton multiple onChange={attach}>
        {(props) => (
          <Button
            {...props}
            className={s.begin ?? ""}
            variant="subtle"
            size="xs"
            data-quiet
            loading={busy}
            leftSection={<IconPaperclip size={15} aria-hidden />}
          >
            {t("tasks.files.attach")}
          </Button>
        )}
      </FileButton>
      <Wrong>{refusal}</Wrong>
    </div>
  );
}
