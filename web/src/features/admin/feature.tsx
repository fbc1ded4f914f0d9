import { IconBuildingCommunity, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { me } from "../../base/account";
import { alsoTexts } from "../../i18n";
import type { Feature, PaletteEntry } from "../../shell/feature";

const size = { size: 18, stroke: 1.7 };

function usePalette(): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const who = me.use();
  if (!who?.admin && !who?.administers) return [];
  const where = t("shell.admin");
  const registration: PaletteEntry = {
    id: "registration",
    group: "go",
    lead: <IconUserPlus {...size} />,
    name: t("admin.registration"),
    where,
    to: "/admin/registration",
  };
  return [
    ...(who.admin ? [registration] : []),
    { id: "people", group: "go", lead: <IconUsers {...size} />, name: t("admin.people"), where, to: "/admin/people" },
    {
      id: "organisations",
      group: "go",
      lead: <IconBuildingCommunity {...size} />,
      name: t("admin.organisations"),
      where,
      to: "/admin/organisations",
    },
  ];
}

export const admin: Feature = {
  name: "admin",
  usePalette,
  routes: [
    {
      path: "/admin/:section?/:of?",
      pages: [
        "/admin",
        "/admin/requests",
        "/admin/applications",
        "/admin/pilots",
        "/admin/registration",
        "/admin/providers",
        "/admin/providers/new",
        "/admin/providers/:of",
        "/admin/invitations",
        "/admin/reports",
        "/admin/people",
        "/admin/guests",
        "/admin/moves",
        "/admin/spaces",
        "/admin/limits",
        "/admin/organisations",
        "/admin/organisations/new",
        "/admin/organisations/:of",
        "/admin/domains",
        "/admin/imports",
        "/admin/directory",
        "/admin/lists",
        "/admin/mailboxes",
        "/admin/codes",
        "/admin/statistics",
        "/admin/health",
        "/admin/outbox",
        "/admin/bulletins",
        "/admin/objections",
        "/admin/papers",
        "/admin/journal",
        "/admin/accesses",
      ],
      load: async () => {
        await alsoTexts("admin");
        return import("./Admin");
      },
      for: "admin",
    },
  ],
};
