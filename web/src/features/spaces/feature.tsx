import { IconLayoutGrid, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { spaceAhead } from "../../api/spaces";
import { shortOf } from "../../base/names";
import { forMeInSpaces, spaceLines } from "../../session/counts";
import type { Feature, PaletteEntry } from "../../shell/feature";
import { matches } from "../../shell/match";
import { useNewSpace } from "../../shell/newSpace";
import { Plaque } from "../../ui/parts";
import { findPath, newPath, spacePath } from "./paths";

const foundAtMost = 8;

function usePalette(query: string): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const lines = spaceLines.use();
  const more = useNewSpace();
  const found = lines.filter((one) => !query.trim() || matches(query, one.name)).slice(0, foundAtMost);
  const mine = found.map(
    (one): PaletteEntry => ({
      id: `space ${one.id}`,
      group: "go",
      lead: <Plaque id={one.id} short={shortOf(one.name)} size={22} picture={one.picture} />,
      name: one.name,
      where: t("spaces.one"),
      to: spacePath(one.id),
    }),
  );
  const acts: PaletteEntry[] = [
    {
      id: "spaces find",
      group: "go",
      lead: <IconLayoutGrid size={18} stroke={1.7} aria-hidden />,
      name: t("spaces.find"),
      to: findPath,
    },
  ];
  if (more)
    acts.push({
      id: "spaces new",
      group: "do",
      lead: <IconPlus size={18} stroke={1.7} aria-hidden />,
      name: more,
      to: newPath,
    });
  return [...mine, ...acts.filter((a) => query.trim() !== "" && matches(query, a.name))];
}

const usePlaces = () =>
  spaceLines.use().map((one) => ({
    id: one.id,
    href: spacePath(one.id),
    name: one.name,
    picture: one.picture,
    unread: one.unread,
    count: one.mentions,
  }));

/** Places where people who share a subject, a project or a case meet; what they do there are apps of other features. */
export const spaces: Feature = {
  name: "spaces",
  routes: [
    {
      path: "/spaces/*?",
      pages: [
        "/spaces",
        "/spaces/find",
        "/spaces/new",
        "/spaces/requests",
        "/spaces/requests/:request",
        "/spaces/:space",
        "/spaces/:space/feed",
        "/spaces/:space/feed/:post",
        "/spaces/:space/tasks",
        "/spaces/:space/tasks/:task",
        "/spaces/:space/decisions",
        "/spaces/:space/decisions/:decision",
        "/spaces/:space/members",
        "/spaces/:space/members/:person",
        "/spaces/:space/settings",
      ],
      load: () => import("./SpacesPages"),
      ahead: ([, space = ""]) => space.startsWith("!") && spaceAhead(space),
    },
    { path: "/entry/:word", load: () => import("./Entry"), for: "everyone" },
  ],
  destinations: [
    {
      href: "/spaces",
      icon: IconLayoutGrid,
      name: (t) => t("spaces.title"),
      letter: "e",
      useCount: forMeInSpaces.use,
      phone: true,
    },
  ],
  places: { use: usePlaces, more: { href: newPath, useName: useNewSpace } },
  spaceNav: () => import("./SpaceColumn"),
  usePalette,
};
