import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { T } from "../i18n";
import { Refusal } from "./http";
import { reasonOf } from "./reasons";

interface Refused {
  readonly why: (t: T) => string;
  readonly code: string | null;
}

/** One thing being done: whether it runs, and why it was refused: a sentence in the language of now, and the code. */
export function useDeed(reason: (failure: unknown, t: T) => string = reasonOf) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  // Two clicks come before the button is drawn as busy.
  const running = useRef(false);
  /** Does it; what follows success belongs into the work itself. Undefined when it was refused, or runs already. */
  const run = async <X>(work: () => Promise<X>): Promise<X | undefined> => {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    setRefused(null);
    try {
      return await work();
    } catch (failure) {
      const code = failure instanceof Refusal ? failure.code : null;
      setRefused({ why: (t) => reason(failure, t), code });
      return undefined;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const refuse = (why: Refused["why"] | null) => setRefused(why && { why, code: null });
  return { busy, run, refuse, code: refused?.code ?? null, refusal: refused?.why(t) ?? null };
}
