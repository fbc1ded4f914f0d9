import { ActionIcon, Modal } from "@mantine/core";
import { IconDownload, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMedia } from "../api/media";
import { saveMedia } from "../session/download";
import { say } from "../shell/toast";
import { useCover } from "../ui/cover";
import s from "./composer.module.css";

/** One picture, whole, on the dark of a stage. */
export function Viewer({ url, name, close }: { url: string; name: string; close: () => void }) {
  const { t } = useTranslation();
  const full = useMedia(url);
  useCover({ close });
  return (
    <Modal
      opened
      onClose={close}
      fullScreen
      withCloseButton={false}
      padding={0}
      title={<span className="hidden">{t("rooms.aPicture", { name })}</span>}
      classNames={{ content: s.viewer, header: s.viewerTitle, body: s.viewerBody }}
    >
      <div className={s.viewerHead}>
        <span className="cut grow">{name}</span>
        <ActionIcon
          aria-label={t("rooms.file.download", { name })}
          size={40}
          onClick={() => void saveMedia(url, name).catch(() => say(t("rooms.file.failed")))}
        >
          <IconDownload size={20} />
        </ActionIcon>
        <ActionIcon aria-label={t("ui.close")} size={40} onClick={close} data-autofocus>
          <IconX size={20} />
        </ActionIcon>
      </div>
      <div className={s.viewerStage}>
        {full ? <img src={full} alt={name} /> : <p role="status">{t("ui.waiting")}</p>}
      </div>
    </Modal>
  );
}
