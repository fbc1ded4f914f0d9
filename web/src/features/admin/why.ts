import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { T } from "../../i18n";
import { wrongFactor } from "../../shell/Proof";

interface Sentences {
  /** Something there stands against it. */
  readonly conflict?: (t: T) => string;
  readonly invalid?: (t: T) => string;
  readonly missing?: (t: T) => string;
}

/** Says why administrators were refused something: in the words of the page where it knows better than all pages do. */
export const why =
  ({ conflict, invalid, missing }: Sentences = {}) =>
  (failure: unknown, t: T): string => {
    if (!(failure instanceof Refusal)) return reasonOf(failure, t);
    if (failure.status === 409 && conflict) return conflict(t);
    if (failure.status === 400 && invalid) return invalid(t);
    if (failure.status === 404) return missing ? missing(t) : t("admin.why.gone");
    return reasonOf(failure, t, t("admin.why.forbidden"));
  };

/** The same where a proof is asked for: it was wrong, or something else was. */
export const whyProven = (other: (failure: unknown, t: T) => string) => (failure: unknown, t: T) =>
  failure instanceof DOMException || (failure instanceof Refusal && (failure.status === 401 || failure.status === 429))
    ? wrongFactor(failure, t)
    : other(failure, t);
