import { IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { me } from "../../base/account";
import type { Feature, PaletteEntry } from "../../shell/feature";

function usePalette(): readonly PaletteEntry[] {
  const { t } = useTranslation();
  if (!me.use()?.admin) return [];
  const lead = <IconUserPlus size={18} stroke={1.7} />;
  return [
    {
      id: "registration",
      group: "go",
      lead,
      name: t("admin.registration"),
      where: t("shell.admin"),
      to: "/admin/registration",
    },
  ];
}

export const admin: Feature = {
  name: "admin",
  usePalette,
  routes: [
    {
      path: "/admin/:section?",
      pages: ["/admin", "/admin/registration", "/admin/invitations", "/admin/reports"],
      load: () => import("./Admin"),
      for: "admin",
    },
  ],
};
