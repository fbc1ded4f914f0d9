import { IconHash, IconLock, IconMessages, IconPencilPlus, IconPlus, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { directoryPath, directPath, newRoomPath, roomPath } from "../../message/paths";
import { lettersMin, usePeople } from "../../message/usePeople";
import { forMe, type RoomLine, roomLines } from "../../session/counts";
import type { Feature, PaletteEntry } from "../../shell/feature";
import { matches } from "../../shell/match";
import { say } from "../../shell/toast";
import { Face } from "../../ui/parts";

const suggested = 6;
const foundAtMost = 12;

/** People of the server whom the words typed name, but those shown already; choosing one opens the conversation with them. */
function useOthers(query: string, shown: readonly RoomLine[]): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { found } = usePeople(query.trim().length < lettersMin ? "" : query);
  const open = async (id: string) => {
    const { directWith } = await import("../../session/rooms");
    go(roomPath(await directWith(id)));
  };
  const others = found?.filter((p) => !shown.some((r) => r.person?.id === p.id)) ?? [];
  return others.map((p) => ({
    id: `person ${p.id}`,
    group: "people",
    lead: <Face of={p} size={22} />,
    name: p.name,
    person: p.id,
    to: () => void open(p.id).catch(() => say(t("rooms.wrong.network"))),
  }));
}

function usePalette(query: string): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const lines = roomLines.use();
  const found = query.trim()
    ? lines.filter((r) => matches(query, r.name)).slice(0, foundAtMost)
    : lines.slice(0, suggested);
  const others = useOthers(query, found);
  const rooms = found.map((r): PaletteEntry => {
    const Icon = r.isOpen ? IconHash : IconLock;
    return {
      id: `room ${r.id}`,
      group: r.person ? "people" : "go",
      lead: r.person ? <Face of={r.person} size={22} /> : <Icon size={18} stroke={1.7} aria-hidden />,
      name: r.name,
      person: r.person?.id,
      where: r.person ? t("rooms.direct.one") : t("rooms.one"),
      to: roomPath(r.id),
    };
  });
  const acts: PaletteEntry[] = [
    {
      id: "rooms direct",
      group: "do",
      lead: <IconPencilPlus size={18} stroke={1.7} aria-hidden />,
      name: t("rooms.direct.start"),
      keys: "n",
      to: directPath,
    },
    {
      id: "rooms new",
      group: "do",
      lead: <IconPlus size={18} stroke={1.7} aria-hidden />,
      name: t("rooms.create.title"),
      to: newRoomPath,
    },
    {
      id: "rooms directory",
      group: "do",
      lead: <IconSearch size={18} stroke={1.7} aria-hidden />,
      name: t("rooms.directory.title"),
      to: directoryPath,
    },
  ];
  return [...rooms, ...others, ...acts.filter((a) => !query.trim() || matches(query, a.name))];
}

/** Conversations: the list of rooms, a room, a discussion. */
export const rooms: Feature = {
  name: "rooms",
  routes: [
    {
      path: "/rooms/*?",
      pages: [
        "/rooms",
        "/rooms/new",
        "/rooms/direct",
        "/rooms/directory",
        "/rooms/:room",
        "/rooms/:room/event/:event",
        "/rooms/:room/thread/:event",
        "/rooms/:room/members",
        "/rooms/:room/about",
        "/rooms/:room/pinned",
        "/rooms/:room/scheduled",
      ],
      load: () => import("./Pages"),
    },
    {
      path: "/spaces/:space/rooms/*",
      pages: [
        "/spaces/:space/rooms/:room",
        "/spaces/:space/rooms/:room/:panel",
        "/spaces/:space/rooms/:room/:panel/:event",
      ],
      load: () => import("./Pages"),
    },
  ],
  destinations: [
    { href: "/rooms", icon: IconMessages, name: (t) => t("rooms.title"), letter: "m", useCount: forMe.use },
  ],
  usePalette,
  frame: () => import("./Frame"),
};
