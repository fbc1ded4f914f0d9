import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { store } from "../base/store";
import s from "./shell.module.css";
import { writing } from "./writing";

interface Toast {
  readonly text: string;
  readonly undo: (() => void) | undefined;
  /** Where it leads. */
  readonly door: { readonly name: string; readonly open: () => void } | undefined;
  readonly id: number;
}
type Box = Pick<DOMRect, "left" | "right" | "top" | "bottom">;
/** Whether two boxes have a place in common. */
export const meet = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const shownMs = 6000;
const toast = store<Toast | null>(null);
let last = 0;

/** Says at the bottom left, for six seconds, what was just done; with `undo`, it can be undone. Never for errors; why
 * something cannot be done may be said where nothing else shows it. */
export function say(text: string, undo?: () => void, door?: Toast["door"]): void {
  toast.set({ text, undo, door, id: ++last });
}

const gapPx = 8;
const fields = "textarea, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=hidden], [hidden])";

/** How much higher a toast stands that would cover what people write in; not at all where no place is left. */
export function liftOver(toast: Box, written: readonly Box[]): number {
  let lift = 0;
  for (const field of written.toSorted((a, b) => b.bottom - a.bottom)) {
    const here = { ...toast, top: toast.top - lift, bottom: toast.bottom - lift };
    if (meet(here, field)) lift = toast.bottom - field.top + gapPx;
  }
  return toast.top - lift < gapPx ? 0 : lift;
}

/** A field with what stands beside it: the line of a comment is covered no more than its button. */
const around = (field: Element): Box =>
  (field.closest("[data-composer], [data-line]") ?? field).getBoundingClientRect();

interface Stands {
  /** A dialog is there: the toast waits until that is closed, and never covers its buttons. */
  readonly under: boolean;
  readonly lift: number;
}
const below: Stands = { under: false, lift: 0 };

/** Where the toast stands, among what is on the page. */
function useStands(place: RefObject<HTMLDivElement | null>, id: number): Stands {
  const [stands, tell] = useState(below);
  useLayoutEffect(() => {
    if (id === 0) return tell(below);
    let lift = 0;
    const look = () => {
      const shown = place.current?.getBoundingClientRect();
      if (!shown) return;
      const { left, right } = shown;
      const mine = { left, right, top: shown.top + lift, bottom: shown.bottom + lift };
      const under = [...document.querySelectorAll("[aria-modal=true]")].some((of) =>
        meet(mine, of.getBoundingClientRect()),
      );
      lift = liftOver(mine, [...document.querySelectorAll(fields)].map(around));
      tell((before) => (before.under === under && before.lift === lift ? before : { under, lift }));
    };
    look();
    const drawn = new MutationObserver(look);
    drawn.observe(document.body, { childList: true, subtree: true });
    addEventListener("resize", look);
    return () => {
      drawn.disconnect();
      removeEventListener("resize", look);
    };
  }, [place, id]);
  return stands;
}

/** Whether something is written there, of which a field itself can take back the last letters. */
const written = (at: EventTarget | null): boolean =>
  writing(at) && (!(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) || at.value !== "");

/** Whether what was said can be undone from there by a key. */
export const mayTakeBack = (at: EventTarget | null): boolean => toast.now()?.undo !== undefined && !written(at);

export function takeBack(): void {
  const undo = toast.now()?.undo;
  toast.set(null);
  undo?.();
}

export function Toasts() {
  const { t } = useTranslation();
  const now = toast.use();
  const place = useRef<HTMLDivElement>(null);
  const { under: waits, lift } = useStands(place, now?.id ?? 0);
  useEffect(() => {
    if (!now || waits) return;
    const timer = setTimeout(() => toast.set((at) => (at === now ? null : at)), shownMs);
    return () => clearTimeout(timer);
  }, [now, waits]);
  return (
    <div className={s.toasts} role="status" aria-live="polite">
      {now ? (
        <div
          className={s.toast}
          key={now.id}
          ref={place}
          data-waits={waits || undefined}
          style={lift > 0 ? { translate: `0 ${-lift}px` } : undefined}
        >
          <span>{now.text}</span>
          {now.undo ? (
            <button type="button" onClick={takeBack}>
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
