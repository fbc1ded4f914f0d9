import { IconHelp, IconLogout } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Feature, PaletteEntry } from "../../shell/feature";
import { askToLeave } from "../../shell/Leave";

function usePalette(): readonly PaletteEntry[] {
  const { t } = useTranslation();
  return [
    { id: "help", group: "go", lead: <IconHelp size={18} stroke={1.7} />, name: t("identity.foot.help"), to: "/help" },
    {
      id: "sign-out",
      group: "do",
      lead: <IconLogout size={18} stroke={1.7} />,
      name: t("shell.signOut"),
      to: askToLeave,
    },
  ];
}

export const identity: Feature = {
  name: "identity",
  usePalette,
  routes: [
    { path: "/sign-in", load: () => import("./SignIn"), for: "signed-out" },
    { path: "/entering", load: () => import("./Entering"), for: "signed-out" },
    { path: "/forgotten", load: () => import("./Forgotten"), for: "signed-out" },
    { path: "/sign-up", load: () => import("./SignUp"), for: "signed-out" },
    { path: "/invite/:token", load: () => import("./Invited"), for: "everyone" },
    { path: "/setup", load: () => import("./Steps") },
    { path: "/setup/:token", load: () => import("./Setup"), for: "everyone" },
    { path: "/renew/:token", load: () => import("./Renew"), for: "everyone" },
    { path: "/expired", load: () => import("./Expired"), for: "everyone" },
    { path: "/authorize", load: () => import("./Authorize"), for: "everyone" },
    { path: "/sso", load: () => import("./Elsewhere"), for: "everyone" },
    { path: "/link", load: () => import("./LinkDevice"), for: "everyone" },
    { path: "/account", load: () => import("./AccountPage") },
    { path: "/demo", load: () => import("./Demo"), for: "signed-out" },
    { path: "/apply", load: () => import("./Apply"), for: "everyone" },
    { path: "/apply/:word", load: () => import("./Applied"), for: "everyone" },
    { path: "/help", load: () => import("./Help"), for: "everyone" },
    { path: "/accessibility", load: () => import("./Accessibility"), for: "everyone" },
    { path: "/legal", load: () => import("./Legal"), for: "everyone" },
    { path: "/terms", load: () => import("./Terms"), for: "everyone" },
    { path: "/privacy", load: () => import("./Privacy"), for: "everyone" },
  ],
};
