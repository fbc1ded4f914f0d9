import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconFlag, IconLink, IconPencil, IconPin, IconPinnedOff, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DeedItems } from "../../message/Deeds";
import { useTalk } from "../../message/talk";
import { quoted } from "../../session/drafts";
import { canReword } from "../../session/message";
import { pin } from "../../session/pinned";
import type { Post } from "../../session/posts";
import { say } from "../../shell/toast";
import { useFeed } from "./context";
import s from "./feed.module.css";

/** What can be done with a post. */
export function PostMenu({ of }: { of: Post }) {
  const { t } = useTranslation();
  const { room, may, draft, deleting, reporting } = useTalk();
  const { space, root } = useFeed();
  const { message } = of;
  const link = `${location.origin}${root}/feed/${encodeURIComponent(message.id)}`;
  const copy = () =>
    void navigator.clipboard.writeText(link).then(
      () => say(t("rooms.tool.linkCopied")),
      () => say(t("rooms.tool.copyFailed")),
    );
  const turn = () => void pin(room, message.id, !of.pinned).catch(() => say(t("rooms.wrong.network")));
  return (
    <Menu withinPortal position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon className={s.menu ?? ""} aria-label={t("feed.more")}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {canReword(message) && may.write ? (
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => draft.set((before) => ({ ...before, intent: { kind: "edit", of: quoted(message) } }))}
          >
            {t("rooms.tool.edit")}
          </Menu.Item>
        ) : null}
        {space.rights.includes("pin") ? (
          <Menu.Item leftSection={of.pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />} onClick={turn}>
            {of.pinned ? t("feed.unpin") : t("feed.pin")}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconLink size={16} />} onClick={copy}>
          {t("rooms.tool.copyLink")}
        </Menu.Item>
        <DeedItems of={message} />
        {message.mine ? null : (
          <Menu.Item leftSection={<IconFlag size={16} />} onClick={() => reporting.set(message)}>
            {t("report.do")}
          </Menu.Item>
        )}
        {(message.mine ? may.deleteOwn : may.deleteOthers) ? (
          <Menu.Item leftSection={<IconTrash size={16} />} color="var(--danger)" onClick={() => deleting.set(message)}>
            {t("rooms.tool.delete")}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
