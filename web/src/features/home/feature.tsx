import { IconHome } from "@tabler/icons-react";
import { awaiting, totalOf } from "../../api/awaiting";
import { awaited } from "../../session/counts";
import type { Feature } from "../../shell/feature";

/** What waits for me, with what I decide for others. */
const useWaiting = () => awaited.use() + totalOf(awaiting.use());

/** The one inbox: what waits for me, then what is new in my spaces. */
export const home: Feature = {
  name: "home",
  routes: [{ path: "/home", load: () => import("./Home") }],
  destinations: [
    { href: "/home", icon: IconHome, name: (t) => t("home.title"), letter: "a", useCount: useWaiting, gathers: true },
  ],
};
