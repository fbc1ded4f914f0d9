import { ActionIcon, Menu, Popover, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowBarToRight,
  IconCopy,
  IconDots,
  IconFlag,
  IconLink,
  IconMessageCircle,
  IconMoodPlus,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from "@tabler/icons-react";
import { EventType } from "matrix-js-sdk";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { DeedItems } from "../../message/Deeds";
import { EmojiPicker } from "../../message/EmojiPicker";
import s from "../../message/message.module.css";
import { eventPath, threadPath } from "../../message/paths";
import { useTalk } from "../../message/talk";
import { react } from "../../session/act";
import { quoted } from "../../session/drafts";
import { mayForward } from "../../session/forward";
import { bareSign, canReword, type Message } from "../../session/message";
import { pin, pinnedIn } from "../../session/pinned";
import { canSet } from "../../session/roles";
import { say } from "../../shell/toast";

function ReactTool({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { room } = useTalk();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const pick = (sign: string) => {
    setOpen(false);
    void react(
      room.roomId,
      of.id,
      sign,
      of.reactions.find((r) => bareSign(r.key) === bareSign(sign)),
    );
  };
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon ref={button} size={28} aria-label={t("rooms.tool.react")} onClick={() => setOpen(!open)}>
          <IconMoodPlus size={17} />
        </ActionIcon>
      </Popover.Target>
      <Tooltip label={t("rooms.tool.react")} target={button} disabled={open} />
      <Popover.Dropdown>
        <EmojiPicker pick={pick} quick />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What brings a message to others: it is pinned, or said in another room. */
function Elsewhere({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { room, me, thread, forwarding } = useTalk();
  if (of.body.kind === "deleted") return null;
  const pinned = pinnedIn(room).includes(of.id);
  const content = room.findEventById(of.id)?.getContent();
  const turn = () => void pin(room, of.id, !pinned).catch(() => say(t("rooms.wrong.network")));
  return (
    <>
      {content && mayForward(content) ? (
        <Menu.Item leftSection={<IconArrowBarToRight size={16} />} onClick={() => forwarding.set(of)}>
          {t("forward.do")}
        </Menu.Item>
      ) : null}
      {!thread && canSet(room, me, EventType.RoomPinnedEvents) ? (
        <Menu.Item leftSection={pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />} onClick={turn}>
          {pinned ? t("pinned.unpin") : t("pinned.pin")}
        </Menu.Item>
      ) : null}
    </>
  );
}

function More({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { room, may, draft, deleting, reporting } = useTalk();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const copy = (text: string, said: string) => {
    navigator.clipboard.writeText(text).then(
      () => say(said),
      () => say(t("rooms.tool.copyFailed")),
    );
  };
  const mayDelete = of.body.kind !== "deleted" && (of.mine ? may.deleteOwn : may.deleteOthers);
  const { body } = of;
  const text = body.kind === "text" ? body.text : "caption" in body ? body.caption?.text : undefined;
  return (
    <Menu withinPortal returnFocus opened={open} onChange={setOpen}>
      <Menu.Target>
        <ActionIcon ref={button} size={28} aria-label={t("rooms.tool.more")}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Tooltip label={t("rooms.tool.more")} target={button} disabled={open} />
      <Menu.Dropdown>
        {canReword(of) && may.write ? (
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => draft.set((before) => ({ ...before, intent: { kind: "edit", of: quoted(of) } }))}
          >
            {t("rooms.tool.edit")}
          </Menu.Item>
        ) : null}
        {text ? (
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => copy(text, t("rooms.tool.textCopied"))}>
            {t("rooms.tool.copyText")}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<IconLink size={16} />}
          onClick={() => copy(location.origin + eventPath(room.roomId, of.id), t("rooms.tool.linkCopied"))}
        >
          {t("rooms.tool.copyLink")}
        </Menu.Item>
        <DeedItems of={of} />
        <Elsewhere of={of} />
        {of.mine || body.kind === "deleted" ? null : (
          <Menu.Item leftSection={<IconFlag size={16} />} onClick={() => reporting.set(of)}>
            {t("report.do")}
          </Menu.Item>
        )}
        {mayDelete ? (
          <Menu.Item leftSection={<IconTrash size={16} />} color="var(--danger)" onClick={() => deleting.set(of)}>
            {t("rooms.tool.delete")}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What can be done with a message, at its corner. */
export function MessageTools({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { room, thread, may, draft } = useTalk();
  const [, go] = useLocation();
  const alive = of.body.kind !== "deleted";
  return (
    <div className={s.tools} role="toolbar" aria-label={t("rooms.tool.all")}>
      {alive && may.react ? <ReactTool of={of} /> : null}
      {alive && may.write ? (
        <Tooltip label={t("rooms.tool.reply")}>
          <ActionIcon
            size={28}
            aria-label={t("rooms.tool.reply")}
            onClick={() => draft.set((before) => ({ ...before, intent: { kind: "reply", to: quoted(of) } }))}
          >
            <IconArrowBackUp size={17} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      {alive && !thread ? (
        <Tooltip label={t("rooms.tool.thread")}>
          <ActionIcon size={28} aria-label={t("rooms.tool.thread")} onClick={() => go(threadPath(room.roomId, of.id))}>
            <IconMessageCircle size={17} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <More of={of} />
    </div>
  );
}
