import { IconArticle } from "@tabler/icons-react";
import type { Feature } from "../../shell/feature";

/** What the people of a space publish for each other: an app of spaces. */
export const feed: Feature = {
  name: "feed",
  routes: [],
  apps: [
    {
      id: "feed",
      verb: "exchange",
      icon: IconArticle,
      name: (t) => t("feed.title"),
      load: () => import("./Feed"),
    },
  ],
};
