import { ActionIcon, Menu } from "@mantine/core";
import {
  IconDots,
  IconFlag,
  IconLink,
  IconMessageCircleOff,
  IconMessageCirclePlus,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from "@tabler/icons-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { follow, isFollowed } from "../../api/threads";
import { useAsked } from "../../api/useAsked";
import { DeedItems } from "../../message/Deeds";
import { useTalk } from "../../message/talk";
import { quoted } from "../../session/drafts";
import { canReword } from "../../session/message";
import { pin } from "../../session/pinned";
import type { Post } from "../../session/posts";
import { say } from "../../shell/toast";
import { useFeed } from "./context";
import s from "./feed.module.css";

/** To hear of what is said below a post, or no more; said once the server has told which it is. */
function Follow({ room, post }: { room: string; post: string }) {
  const { t } = useTranslation();
  const [asked] = useAsked(useCallback(() => isFollowed(room, post), [room, post]));
  if (asked.state !== "here") return null;
  const on = !asked.value;
  const turn = () =>
    void follow(room, post, on).then(
      () => say(on ? t("feed.followed") : t("feed.unfollowed"), () => void follow(room, post, !on)),
      () => say(t("rooms.wrong.network")),
    );
  return (
    <Menu.Item
      leftSection={on ? <IconMessageCirclePlus size={16} /> : <IconMessageCircleOff size={16} />}
      onClick={turn}
    >
      {on ? t("feed.follow") : t("feed.unfollow")}
    </Menu.Item>
  );
}

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
        <Follow room={room.roomId} post={message.id} />
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
