import { useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconHandStop,
  IconLanguage,
  IconMoon,
  IconPalette,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { language } from "../../base/preferences";
import type { Feature, PaletteEntry } from "../../shell/feature";

const size = { size: 18, stroke: 1.7 };

function usePalette(): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const now = language.use();
  const where = t("shell.settings");
  return [
    {
      id: "profile",
      group: "go",
      lead: <IconUser {...size} />,
      name: t("settings.profile"),
      where,
      to: "/settings/profile",
    },
    {
      id: "devices",
      group: "go",
      lead: <IconDeviceDesktop {...size} />,
      name: t("settings.security"),
      where,
      to: "/settings/security",
    },
    { id: "look", group: "go", lead: <IconPalette {...size} />, name: t("settings.look"), where, to: "/settings/look" },
    colorScheme === "dark"
      ? {
          id: "light",
          group: "do",
          lead: <IconSun {...size} />,
          name: t("settings.do.light"),
          to: () => setColorScheme("light"),
        }
      : {
          id: "dark",
          group: "do",
          lead: <IconMoon {...size} />,
          name: t("settings.do.dark"),
          to: () => setColorScheme("dark"),
        },
    now === "fr"
      ? {
          id: "english",
          group: "do",
          lead: <IconLanguage {...size} />,
          name: t("settings.do.english"),
          to: () => language.set("en"),
        }
      : {
          id: "french",
          group: "do",
          lead: <IconLanguage {...size} />,
          name: t("settings.do.french"),
          to: () => language.set("fr"),
        },
  ];
}

export const settings: Feature = {
  name: "settings",
  usePalette,
  notices: {
    icon: IconHandStop,
    kinds: { objection_answered: (t) => t("objection.notice.read") },
    what: (_, t) => t("objection.notice.answered"),
    path: () => "/settings/data",
  },
  routes: [
    {
      path: "/settings/:section?",
      pages: [
        "/settings",
        "/settings/profile",
        "/settings/addresses",
        "/settings/organisation",
        "/settings/notifications",
        "/settings/security",
        "/settings/data",
        "/settings/ignored",
        "/settings/look",
        "/settings/language",
        "/settings/about",
      ],
      load: () => import("./Settings"),
    },
  ],
};
