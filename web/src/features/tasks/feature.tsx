import { IconCheckbox, IconSquareRoundedPlus } from "@tabler/icons-react";
import type { Feature } from "../../shell/feature";

/** What there is to do: the board of a space, and everything that is mine, wherever it is. */
export const tasks: Feature = {
  name: "tasks",
  routes: [{ path: "/work", load: () => import("./Work") }],
  destinations: [{ href: "/work", icon: IconCheckbox, name: (t) => t("tasks.work"), letter: "t" }],
  apps: [
    {
      id: "tasks",
      verb: "organise",
      icon: IconCheckbox,
      name: (t) => t("tasks.title"),
      load: () => import("./Tasks"),
    },
  ],
  ofMessages: {
    app: "tasks",
    icon: IconSquareRoundedPlus,
    name: (t) => t("tasks.fromMessage.do"),
    load: () => import("./MessageTask"),
    traces: () => import("./MessageTraces"),
  },
  things: { kind: "task", icon: IconCheckbox, path: (space, id) => `/spaces/${encodeURIComponent(space)}/tasks/${id}` },
  frame: () => import("./Sending"),
};
