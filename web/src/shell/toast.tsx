import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { store } from "../base/store";
import s from "./shell.module.css";

interface Toast {
  readonly text: string;
  readonly undo: (() => void) | undefined;
  /** Where it leads. */
  readonly door: { readonly name: string; readonly open: () => void } | undefined;
  readonly id: number;
}
const shownMs = 6000;
const toast = store<Toast | null>(null);
let last = 0;

/** Says at the bottom left, for six seconds, what was just done; with `undo`, it can be undone. Never for errors; why
 * something cannot be done may be said where nothing else shows it. */
export function say(text: string, undo?: () => void, door?: Toast["door"]): void {
  toast.set({ text, undo, door, id: ++last });
}

export function Toasts() {
  const { t } = useTranslation();
  const now = toast.use();
  useEffect(() => {
    if (!now) return;
    const timer = setTimeout(() => toast.set((at) => (at === now ? null : at)), shownMs);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div className={s.toasts} role="status" aria-live="polite">
      {now ? (
        <div className={s.toast} key={now.id}>
          <span>{now.text}</span>
          {now.undo ? (
            <button
              type="button"
              onClick={() => {
                now.undo?.();
                toast.set(null);
              }}
            >
              {t("shell.undo")}
            </button>
          ) : null}
          {now.door ? (
            <button
              type="button"
              onClick={() => {
                now.door?.open();
                toast.set(null);
              }}
            >
              {now.door.name}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
