import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconHash, IconMail, IconPencilPlus, IconPlus, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { directoryPath, directPath, newRoomPath, roomPath, whereOf } from "../../message/paths";
import { useLive, useOverview } from "../../session/hooks";
import type { Invitation } from "../../session/overview";
import { useShortcut } from "../../shell/keys";
import { NavOfSpace } from "../../shell/NavOfSpace";
import { Scroll, Shell } from "../../shell/Shell";
import { Lost } from "../../shell/states";
import { EmptyState, Head, Waiting } from "../../ui/parts";
import { Directory } from "./Directory";
import { NewDirect } from "./NewDirect";
import { NewRoom } from "./NewRoom";
import { ordered, RoomList } from "./RoomList";
import { RoomPage } from "./RoomPage";
import s from "./rooms.module.css";

/** Alt with the arrows: the room above, the room below; with Shift, among the unread. */
function useRoomKeys(current: string | null): void {
  const { t } = useTranslation();
  const overview = useOverview();
  const [, go] = useLocation();
  const step = (by: 1 | -1, unreadOnly: boolean) => {
    const all = ordered(overview);
    const from = all.findIndex((r) => r.id === current);
    const rest = all.map((_, i) => all[(from + by * (i + 1) + all.length * 2) % all.length]!);
    const next = rest.find((r) => !unreadOnly || r.unread);
    if (next && next.id !== current) go(roomPath(next.id));
  };
  useShortcut({ keys: "alt+arrowup", name: t("rooms.keys.previous"), run: () => step(-1, false) });
  useShortcut({ keys: "alt+arrowdown", name: t("rooms.keys.next"), run: () => step(1, false) });
  useShortcut({ keys: "alt+shift+arrowup", name: t("rooms.keys.previousUnread"), run: () => step(-1, true) });
  useShortcut({ keys: "alt+shift+arrowdown", name: t("rooms.keys.nextUnread"), run: () => step(1, true) });
  useShortcut({ keys: "n", name: t("rooms.direct.start"), run: () => go(directPath) });
}

function NewMenu() {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={26} aria-label={t("rooms.start")}>
          <IconPlus size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item renderRoot={(p) => <Link href={directPath} {...p} />} leftSection={<IconPencilPlus size={16} />}>
          {t("rooms.direct.start")}
        </Menu.Item>
        <Menu.Item renderRoot={(p) => <Link href={newRoomPath} {...p} />} leftSection={<IconHash size={16} />}>
          {t("rooms.create.title")}
        </Menu.Item>
        <Menu.Item renderRoot={(p) => <Link href={directoryPath} {...p} />} leftSection={<IconSearch size={16} />}>
          {t("rooms.directory.title")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whom one keeps waiting. */
function Awaited({ of }: { of: readonly Invitation[] }) {
  const { t } = useTranslation();
  const first = of[0]!;
  return (
    <EmptyState
      title={
        of.length > 1
          ? t("rooms.awaiting.many", { count: of.length })
          : first.direct && first.from
            ? t("rooms.invitation.direct", { name: first.from.name })
            : t("rooms.invitation.room", { name: first.name })
      }
      actions={
        <Button component={Link} href={roomPath(first.id)} leftSection={<IconMail size={16} aria-hidden />}>
          {t("rooms.awaiting.see", { count: of.length })}
        </Button>
      }
    >
      {t("rooms.awaiting.body", { count: of.length })}
    </EmptyState>
  );
}

/** How a conversation begins. */
function Beginnings() {
  const { t } = useTranslation();
  const { rooms, invitations } = useOverview();
  if (invitations.length > 0) return <Awaited of={invitations} />;
  return (
    <EmptyState
      title={rooms.length > 0 ? t("rooms.choose.title") : t("rooms.empty.title")}
      actions={
        <>
          <Button component={Link} href={directPath} leftSection={<IconPencilPlus size={16} aria-hidden />}>
            {t("rooms.direct.start")}
          </Button>
          <Button variant="default" component={Link} href={newRoomPath}>
            {t("rooms.create.title")}
          </Button>
          <Button variant="subtle" component={Link} href={directoryPath}>
            {t("rooms.directory.title")}
          </Button>
        </>
      }
    >
      {rooms.length > 0 ? t("rooms.choose.body") : t("rooms.empty.body")}
    </EmptyState>
  );
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <>
      <Head title={t("rooms.title")} />
      <Scroll label={t("rooms.title")}>
        <div className={s.page}>
          <Beginnings />
        </div>
      </Scroll>
    </>
  );
}

function Connecting() {
  const { t } = useTranslation();
  return (
    <Shell title={t("rooms.title")} nav={<Waiting lines={6} />}>
      <Head title={t("rooms.title")} />
      <div className={s.page}>
        <Waiting lines={5} label={t("rooms.connecting")} />
      </div>
    </Shell>
  );
}

function Page({ title, nav, children }: { title: string; nav: ReactNode; children: ReactNode }) {
  return (
    <Shell title={title} nav={nav}>
      {children}
    </Shell>
  );
}

const navAround = (space: string | null, room: string, nav: ReactNode) =>
  space ? <NavOfSpace space={space} room={room} otherwise={nav} /> : nav;

/** Every address of conversations. */
export default function Pages() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const live = useLive();
  const where = useMemo(() => whereOf(path), [path]);
  const current = where?.kind === "room" ? where.room : null;
  useRoomKeys(current);
  if (!where) return <Lost />;
  if (!live) return <Connecting />;
  const nav = <RoomList current={current} end={<NewMenu />} none={<Beginnings />} />;
  switch (where.kind) {
    case "list":
      return (
        <Shell title={t("rooms.title")} nav={nav} depth="nav">
          <Nothing />
        </Shell>
      );
    case "new":
      return (
        <Page title={t("rooms.create.title")} nav={nav}>
          <NewRoom />
        </Page>
      );
    case "direct":
      return (
        <Page title={t("rooms.direct.start")} nav={nav}>
          <NewDirect />
        </Page>
      );
    case "directory":
      return (
        <Page title={t("rooms.directory.title")} nav={nav}>
          <Directory />
        </Page>
      );
    case "room":
      return <RoomPage key={where.room} at={where} nav={navAround(where.space, where.room, nav)} />;
  }
}
