import { IconGavel } from "@tabler/icons-react";
import { plain } from "../../base/names";
import type { Feature } from "../../shell/feature";

const pathOf = (space: string, id: string) =>
  `/spaces/${encodeURIComponent(space)}/decisions/${encodeURIComponent(id)}`;

/** The register of a space: what was decided, by whom, and what comes of it. */
export const decisions: Feature = {
  name: "decisions",
  routes: [],
  apps: [
    {
      id: "decisions",
      verb: "organise",
      icon: IconGavel,
      name: (t) => t("decisions.title"),
      load: () => import("./Decisions"),
    },
  ],
  ofMessages: {
    app: "decisions",
    agents: true,
    icon: IconGavel,
    name: (t) => t("decisions.fromMessage.do"),
    load: () => import("./MessageDecision"),
    traces: () => import("./MessageTraces"),
  },
  notices: {
    icon: IconGavel,
    kinds: {
      decision_to_take: (t) => t("decisions.take"),
      decision_decider: (t) => t("decisions.notice.read"),
      decision_taken: (t) => t("decisions.notice.read"),
    },
    what: ({ kind, title }, t) => {
      const said = { title: plain(String(title)) };
      return kind === "decision_to_take"
        ? t("decisions.notice.toTake", said)
        : kind === "decision_decider"
          ? t("decisions.notice.decider", said)
          : t("decisions.notice.taken", said);
    },
    path: ({ kind, space_id: space, decision }) =>
      `${pathOf(String(space), String(decision))}${kind === "decision_to_take" ? "?take=1" : ""}`,
  },
  ofThings: {
    app: "decisions",
    icon: IconGavel,
    name: (t) => t("decisions.fromMessage.do"),
    path: (space, kind, id) => `${pathOf(space, "new")}?${kind}=${encodeURIComponent(id)}`,
  },
  things: {
    kind: "decision",
    icon: IconGavel,
    path: pathOf,
  },
};
