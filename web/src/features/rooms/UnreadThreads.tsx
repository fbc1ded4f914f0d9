import { Button } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { threadPath } from "../../message/paths";
import { unreadThreads } from "../../session/threads";
import s from "./rooms.module.css";

/** Below the head of a room: its news stand in a discussion, which may begin far above. `open` is the one in the panel. */
export function UnreadThreads({ room, open }: { room: Room; version: number; open: string | null }) {
  const { t } = useTranslation();
  const unread = unreadThreads(room).filter((root) => root !== open);
  const latest = unread.at(-1);
  if (latest === undefined) return null;
  return (
    <div className={s.requests} role="status">
      <IconMessages size={18} stroke={1.7} aria-hidden />
      <span className="cut grow">{t("rooms.thread.news", { count: unread.length })}</span>
      <Button size="xs" variant="light" component={Link} href={threadPath(room.roomId, latest)}>
        {t("rooms.thread.see")}
      </Button>
    </div>
  );
}
