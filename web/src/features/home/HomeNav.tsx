import { IconCompass, IconHash, IconLock, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shortOf } from "../../base/names";
import { roomPath } from "../../message/paths";
import { useOverview } from "../../session/hooks";
import { NavBody, NavGroup, NavItem, NewDot } from "../../shell/Nav";
import { Count, Face, Plaque } from "../../ui/parts";

const recentMax = 5;

/** Beside Accueil: my spaces by name, favourites, and where I was last. */
export function HomeNav() {
  const { t } = useTranslation();
  const { spaces, rooms } = useOverview();
  const favourites = rooms.filter((r) => r.favourite);
  const recent = rooms.filter((r) => !r.favourite).slice(0, recentMax);
  const line = (r: (typeof rooms)[number]) => (
    <NavItem
      key={r.id}
      href={roomPath(r.id)}
      unread={r.unread}
      {...(r.person ? { lead: <Face of={r.person} size={20} /> } : { icon: r.isPublic ? IconHash : IconLock })}
      end={
        r.mentions > 0 ? (
          <Count n={r.mentions} what={t("rooms.mentions", { count: r.mentions })} />
        ) : r.unread ? (
          <NewDot />
        ) : null
      }
    >
      {r.name}
    </NavItem>
  );
  return (
    <NavBody>
      <NavGroup name={t("spaces.mine")}>
        {spaces.map((one) => (
          <NavItem
            key={one.id}
            href={`/spaces/${encodeURIComponent(one.id)}`}
            wrap
            unread={one.unread}
            lead={<Plaque id={one.id} short={shortOf(one.name)} size={22} />}
            end={
              one.mentions > 0 ? (
                <Count n={one.mentions} what={t("spaces.mentions", { count: one.mentions })} />
              ) : one.unread ? (
                <NewDot />
              ) : null
            }
          >
            {one.name}
          </NavItem>
        ))}
        <NavItem href="/spaces/find" icon={IconCompass}>
          {t("spaces.find")}
        </NavItem>
        <NavItem href="/spaces/new" icon={IconPlus}>
          {t("spaces.ask")}
        </NavItem>
      </NavGroup>
      {favourites.length > 0 ? <NavGroup name={t("rooms.group.favourites")}>{favourites.map(line)}</NavGroup> : null}
      {recent.length > 0 ? <NavGroup name={t("home.recent")}>{recent.map(line)}</NavGroup> : null}
    </NavBody>
  );
}
