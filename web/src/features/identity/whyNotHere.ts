import { reasonOf } from "../../api/reasons";
import type { T } from "../../i18n";

/** Why something of a new house was not made; nobody was asked for a password. */
export const whyNotHere = (failure: unknown, t: T): string => reasonOf(failure, t, t("identity.why.forbidden"));
