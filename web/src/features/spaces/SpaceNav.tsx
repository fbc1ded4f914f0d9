import { ActionIcon, Tooltip } from "@mantine/core";
import { IconHash, IconLock, IconPlus, IconSettings, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceRoom, WholeSpace } from "../../api/spaces";
import { account } from "../../base/account";
import { shortOf } from "../../base/names";
import { roomOfSpacePath } from "../../message/paths";
import { useOverview } from "../../session/hooks";
import { closedTo } from "../../shell/apartWords";
import { appsOf } from "../../shell/apps";
import { Mini, NavBody, NavGroup, NavItem, NewDot, PlaceHead } from "../../shell/Nav";
import { headOf } from "../../shell/spaceWords";
import { Count, Plaque } from "../../ui/parts";
import { NewSpaceRoom } from "./NewSpaceRoom";
import { appPath, membersPath, settingsPath, spacesPath } from "./paths";

/** More rooms than that are shown on demand: mine stand first. */
const roomsShown = 12;

function RoomItem({ space, of, current }: { space: string; of: SpaceRoom; current: boolean }) {
  const { t } = useTranslation();
  const mine = useOverview().rooms.find((r) => r.id === of.room_id);
  const unread = mine !== undefined && ((mine.unread && !mine.muted) || mine.mentions > 0);
  const end =
    mine && mine.mentions > 0 ? (
      <Count n={mine.mentions} what={t("rooms.mentions", { count: mine.mentions })} />
    ) : unread ? (
      <NewDot />
    ) : null;
  return (
    <NavItem
      href={roomOfSpacePath(space, of.room_id)}
      current={current}
      icon={of.join_rule === "invite" ? IconLock : IconHash}
      unread={unread}
      end={end}
      wrap
    >
      {of.name}
    </NavItem>
  );
}

function Rooms({ of, at }: { of: WholeSpace; at: string | null }) {
  const { t } = useTranslation();
  const [more, showMore] = useState(false);
  const [making, make] = useState(false);
  const rooms = (of.rooms ?? []).filter((room) => room.room_id !== of.feed_room);
  const sorted = rooms.toSorted((a, b) => Number(b.joined) - Number(a.joined));
  const shown = more ? sorted : sorted.slice(0, roomsShown);
  const mayMake = of.rights.includes("make_room") && !of.archived;
  if (rooms.length === 0 && !mayMake) return null;
  const plus = (
    <Tooltip label={t("spaces.room.new")}>
      <ActionIcon size={26} aria-label={t("spaces.room.new")} onClick={() => make(true)}>
        <IconPlus size={17} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <>
      <NavGroup name={t("spaces.rooms")} end={mayMake ? plus : undefined}>
        {shown.map((room) => (
          <RoomItem key={room.room_id} space={of.space_id} of={room} current={at === room.room_id} />
        ))}
        {sorted.length > shown.length ? (
          <li>
            <button type="button" className="link small" onClick={() => showMore(true)}>
              {t("spaces.rooms.all", { count: sorted.length })}
            </button>
          </li>
        ) : null}
      </NavGroup>
      {making ? <NewSpaceRoom space={of} close={() => make(false)} /> : null}
    </>
  );
}

/** The second column of a space: its tools under what they are for, its rooms, its people. `at`: the tool, or the room, that is open. */
export function SpaceNav({ of, at }: { of: WholeSpace; at: string | null }) {
  const { t } = useTranslation();
  const line = useOverview().spaces.find((one) => one.id === of.space_id);
  const me = account.use()?.userId ?? "";
  const apps = appsOf(of).filter((app) => !closedTo(of, me, app.id));
  const verbs = [
    ["exchange", t("spaces.verb.exchange")],
    ["produce", t("spaces.verb.produce")],
    ["organise", t("spaces.verb.organise")],
  ] as const;
  return (
    <>
      <PlaceHead
        lead={<Plaque id={of.space_id} short={shortOf(of.name)} size={36} picture={of.avatar_url || null} />}
        title={of.name}
        back={spacesPath}
      >
        {headOf(t, of)}
      </PlaceHead>
      <NavBody>
        {verbs.map(([verb, name]) => {
          const tools = apps.filter((app) => app.verb === verb);
          if (tools.length === 0) return null;
          return (
            <NavGroup key={verb} name={name}>
              {tools.map((app) => (
                <NavItem
                  key={app.id}
                  href={appPath(of.space_id, app.id)}
                  icon={app.icon}
                  current={at === app.id}
                  unread={app.id === "feed" && line?.feedUnread === true}
                  end={
                    app.id !== "feed" || !line ? null : line.feedMentions > 0 ? (
                      <Count n={line.feedMentions} what={t("spaces.mentions", { count: line.feedMentions })} />
                    ) : line.feedUnread && at !== "feed" ? (
                      <NewDot />
                    ) : null
                  }
                >
                  {app.name(t)}
                </NavItem>
              ))}
            </NavGroup>
          );
        })}
        <Rooms of={of} at={at} />
        <NavGroup>
          <NavItem
            href={membersPath(of.space_id)}
            icon={IconUsers}
            current={at === "members"}
            end={<Mini>{of.members}</Mini>}
          >
            {t("spaces.members")}
          </NavItem>
          <NavItem href={settingsPath(of.space_id)} icon={IconSettings} current={at === "settings"}>
            {of.rights.includes("configure") ? t("spaces.settings") : t("spaces.about")}
          </NavItem>
        </NavGroup>
      </NavBody>
    </>
  );
}
