import type { Space } from "../api/spaces";
import { features } from "../features";
import type { SpaceApp } from "./feature";

/** The tools that there are for spaces. */
export const spaceApps: readonly SpaceApp[] = features.flatMap((f) => f.apps ?? []);

/** Those that a space has switched on. */
export const appsOf = (space: Pick<Space, "apps">): readonly SpaceApp[] =>
  spaceApps.filter((app) => space.apps?.includes(app.id));
