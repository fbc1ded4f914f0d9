import { IconCheckbox, IconSquareRoundedPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { boardAhead } from "../../api/tasks";
import { plain } from "../../base/names";
import type { T } from "../../i18n";
import type { Feature, PaletteEntry } from "../../shell/feature";
import { NoticeDue } from "./NoticeDue";

const pathOf = (space: string, id: string) => `/spaces/${encodeURIComponent(space)}/tasks/${encodeURIComponent(id)}`;

/** What somebody wants by a task, after their name; of a day and a reminder, what it is. */
function calledWords(kind: string, title: string, t: T): string {
  switch (kind) {
    case "task_assigned":
      return t("tasks.notice.assigned", { title });
    case "task_mentioned":
      return t("tasks.notice.mentioned", { title });
    case "task_to_validate":
      return t("tasks.notice.toValidate", { title });
    case "task_validated":
      return t("tasks.notice.validated", { title });
    case "task_watched":
      return t("tasks.notice.watched", { title });
    case "task_due":
      return t("tasks.notice.due", { title });
    default:
      return t("tasks.notice.reminded", { title });
  }
}

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
      ahead: boardAhead,
    },
  ],
  ofMessages: {
    app: "tasks",
    icon: IconSquareRoundedPlus,
    name: (t) => t("tasks.fromMessage.do"),
    load: () => import("./MessageTask"),
    traces: () => import("./MessageTraces"),
  },
  notices: {
    icon: IconCheckbox,
    kinds: {
      task_assigned: (t) => t("tasks.notice.open"),
      task_mentioned: (t) => t("tasks.notice.open"),
      task_to_validate: (t) => t("tasks.notice.open"),
      task_validated: (t) => t("tasks.notice.open"),
      task_watched: (t) => t("tasks.notice.open"),
      task_due: (t) => t("tasks.notice.open"),
      task_reminded: (t) => t("tasks.notice.open"),
    },
    what: ({ kind, title }, t) => calledWords(String(kind), plain(String(title)), t),
    path: ({ space_id: space, task }) => pathOf(String(space), String(task)),
    acts: () => import("./NoticeActs"),
    Detail: NoticeDue,
  },
  things: { kind: "task", icon: IconCheckbox, path: pathOf },
  frame: () => import("./Sending"),
};
