import { IconHash, IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { roomPath } from "../../message/paths";
import { useOverview } from "../../session/hooks";
import { NavBody, NavGroup, NavItem, NewDot } from "../../shell/Nav";
import { MySpaces } from "../../shell/Spaces";
import { Count, Face, OutsiderMark } from "../../ui/parts";

const recentMax = 5;

/** Beside Accueil: my spaces by name, favourites, and where I was last. */
export function HomeNav() {
  const { t } = useTranslation();
  const { rooms } = useOverview();
  const favourites = rooms.filter((r) => r.favourite);
  const recent = rooms.filter((r) => !r.favourite).slice(0, recentMax);
  const line = (r: (typeof rooms)[number]) => (
    <NavItem
      key={r.id}
      href={roomPath(r.id)}
      unread={r.unread}
      {...(r.person ? { lead: <Face of={r.person} size={20} /> } : { icon: r.isOpen ? IconHash : IconLock })}
      end={
        <>
          {r.person ? <OutsiderMark id={r.person.id} /> : null}
          {r.mentions > 0 ? (
            <Count n={r.mentions} what={t("rooms.mentions", { count: r.mentions })} />
          ) : r.unread ? (
            <NewDot />
          ) : null}
        </>
      }
    >
      {r.name}
    </NavItem>
  );
  return (
    <NavBody>
      <MySpaces />
      {favourites.length > 0 ? <NavGroup name={t("rooms.group.favourites")}>{favourites.map(line)}</NavGroup> : null}
      {recent.length > 0 ? <NavGroup name={t("home.recent")}>{recent.map(line)}</NavGroup> : null}
    </NavBody>
  );
}
