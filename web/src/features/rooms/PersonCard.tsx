import { Menu } from "@mantine/core";
import { IconAt, IconCopy, IconPencilPlus, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import s from "../../message/message.module.css";
import { roomPath } from "../../message/paths";
import { useTalk } from "../../message/talk";
import { directRooms } from "../../session/overview";
import type { Person } from "../../session/people";
import { roleOf } from "../../session/roles";
import { directWith } from "../../session/rooms";
import { say } from "../../shell/toast";
import { Below, Face } from "../../ui/parts";
import { IgnoreItem } from "./IgnoreItem";
import { useRoleName } from "./MembersPanel";

interface CardProps {
  readonly of: Person;
  readonly opened: boolean;
  readonly open: (on: boolean) => void;
}

/** The name of who wrote, and behind it who that is and what one can do: write to them, call them in the next message. */
export function PersonCard({ of, opened, open }: CardProps) {
  const { t } = useTranslation();
  return (
    <Menu opened={opened} onChange={open} position="bottom-start" withinPortal returnFocus>
      <Menu.Target>
        <button type="button" className={s.author} aria-label={t("rooms.person.card", { name: of.name })}>
          <b className="cut">{of.name}</b>
        </button>
      </Menu.Target>
      <Menu.Dropdown>{opened ? <Card of={of} /> : null}</Menu.Dropdown>
    </Menu>
  );
}

function Card({ of }: { of: Person }) {
  const { t } = useTranslation();
  const { room, me, may, mention } = useTalk();
  const roleName = useRoleName();
  const act = (work: () => Promise<void>) => work().catch(() => say(t("rooms.wrong.network")));
  const role =
    room.getMember(of.id)?.membership !== "join"
      ? t("rooms.person.gone")
      : directRooms(room.client).has(room.roomId)
        ? null
        : t("rooms.person.role", { role: roleName(roleOf(room, of.id)) });
  return (
    <>
      <Menu.Label>
        <span className={s.card}>
          <Face of={of} size={44} />
          <span className="grow">
            <b className="cut">{of.name}</b>
            <Below id={of.id} />
            {role ? <span className="cut">{role}</span> : null}
          </span>
        </span>
      </Menu.Label>
      {of.id === me ? (
        <Menu.Item renderRoot={(p) => <Link href="/settings/profile" {...p} />} leftSection={<IconUser size={16} />}>
          {t("rooms.person.mine")}
        </Menu.Item>
      ) : (
        <WriteTo of={of} />
      )}
      {of.id !== me && may.write ? (
        <Menu.Item leftSection={<IconAt size={16} />} onClick={() => mention(of)}>
          {t("rooms.composer.mention")}
        </Menu.Item>
      ) : null}
      <CopyId of={of} />
      {of.id === me ? null : <IgnoreItem of={of} act={act} />}
    </>
  );
}

function WriteTo({ of }: { of: Person }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const write = () =>
    void directWith(of.id).then(
      (room) => go(roomPath(room)),
      () => say(t("rooms.wrong.network")),
    );
  return (
    <Menu.Item leftSection={<IconPencilPlus size={16} />} onClick={write}>
      {t("rooms.members.write")}
    </Menu.Item>
  );
}

function CopyId({ of }: { of: Person }) {
  const { t } = useTranslation();
  const copy = () =>
    void navigator.clipboard.writeText(of.id).then(
      () => say(t("rooms.person.idCopied")),
      () => say(t("rooms.tool.copyFailed")),
    );
  return (
    <Menu.Item leftSection={<IconCopy size={16} />} onClick={copy}>
      {t("rooms.person.copyId")}
    </Menu.Item>
  );
}
