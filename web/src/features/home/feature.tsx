import { IconHome } from "@tabler/icons-react";
import { awaited } from "../../session/counts";
import type { Feature } from "../../shell/feature";

/** The one inbox: what waits for me, then what is new in my spaces. */
export const home: Feature = {
  name: "home",
  routes: [{ path: "/home", load: () => import("./Home") }],
  destinations: [
    { href: "/home", icon: IconHome, name: (t) => t("home.title"), letter: "a", useCount: awaited.use, gathers: true },
  ],
};
