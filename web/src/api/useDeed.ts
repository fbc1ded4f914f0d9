import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { T } from "../i18n";
import { reasonOf } from "./reasons";

/** One thing being done: whether it runs, and the sentence when it was refused. */
export function useDeed(reason: (failure: unknown, t: T) => string = reasonOf) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refusal, refuse] = useState<string | null>(null);
  /** Does it; what follows success belongs into the work itself. Undefined when it was refused. */
  const run = async <X>(work: () => Promise<X>): Promise<X | undefined> => {
    setBusy(true);
    refuse(null);
    try {
      return await work();
    } catch (failure) {
      refuse(reason(failure, t));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, run, refuse };
}
