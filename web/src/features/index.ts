import type { Feature } from "../shell/feature";
import { admin } from "./admin/feature";
import { decisions } from "./decisions/feature";
import { feed } from "./feed/feature";
import { home as homePage } from "./home/feature";
import { identity } from "./identity/feature";
import { rooms } from "./rooms/feature";
import { search } from "./search/feature";
import { settings } from "./settings/feature";
import { spaces } from "./spaces/feature";
import { tasks } from "./tasks/feature";

/** Every feature of this release, one line each; the first destination is home. */
export const features: readonly Feature[] = [
  homePage,
  rooms,
  spaces,
  feed,
  tasks,
  decisions,
  settings,
  admin,
  identity,
  search,
];

/** Where a signed-in person arrives. */
export const home = (): string => features.flatMap((f) => f.destinations ?? []).at(0)?.href ?? "/settings";
