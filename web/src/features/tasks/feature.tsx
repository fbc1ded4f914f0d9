import { IconCheckbox, IconSquareRoundedPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Feature, PaletteEntry } from "../../shell/feature";

/** A new task, by itself or by a template, from wherever one is. */
function usePalette(): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const lead = <IconSquareRoundedPlus size={18} stroke={1.8} aria-hidden />;
  return [{ id: "tasks.new", group: "do", lead, name: t("tasks.new"), to: "/work?new=yes" }];
}

/** What there is to do: the board of a space, and everything that is mine, wherever it is. */
export const tasks: Feature = {
  name: "tasks",
  routes: [{ path: "/work", load: () => import("./Work") }],
  usePalette,
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
