import { useEffect, useRef } from "react";

/** True when the present entry of the history stands for what covers the page. */
export const covered = (): boolean => (history.state as { covered?: boolean } | null)?.covered === true;

const uncoverMaxMs = 500;

/** Resolves once the way back has taken away what covered the page: until then nobody may go elsewhere. */
export const uncovered = (): Promise<void> =>
  new Promise((done) => {
    if (!covered()) return done();
    addEventListener("popstate", () => done(), { once: true });
    setTimeout(done, uncoverMaxMs);
  });

/** What had the focus last, and what it stands in. What opened a menu stands for the menu, which goes when it is used. */
let focused: readonly Element[] = [];
function remember({ target }: FocusEvent): void {
  if (!(target instanceof Element)) return;
  const menu = target.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const around: Element[] = [];
  for (let e = (menu && document.getElementById(menu)) || target; e; e = e.parentElement!) around.push(e);
  focused = around;
}

/** An entry of a page that was left while something covered it stands for the page alone. */
const uncover = () => {
  if (covered()) history.replaceState(null, "");
};
if (typeof document !== "undefined") {
  document.addEventListener("focusin", remember);
  addEventListener("popstate", uncover);
  uncover();
}

const focusable = "a[href], button:not(:disabled), input:not(:disabled), textarea, [tabindex]";

/** A tool beside the field of a message stands for the field: one goes on writing there. */
const fieldBeside = (e: Element): Element => e.closest("[data-composer]")?.querySelector("textarea[data-write]") ?? e;

/** Puts the focus where it was, or on what is left around that place, unless it is somewhere on the page already. */
function focusAgain(places: readonly Element[]): void {
  const now = document.activeElement;
  if (now !== null && now !== document.body && !now.closest("[aria-modal=true]")) return;
  const place = places.find((e) => e.isConnected && e.matches(focusable));
  const at = place && fieldBeside(place);
  if (at instanceof HTMLElement) at.focus({ preventScroll: true });
}

interface Cover {
  readonly close: () => void;
  readonly opened?: boolean;
  /** It stays until it is answered: the way back does not take it away. */
  readonly held?: boolean | undefined;
  /** False for who goes elsewhere by it. */
  readonly returns?: boolean;
}

/**
 * While something covers the page, the way back of the browser takes it away, and nothing else. Then the focus is again
 * where it was.
 */
export function useCover({ close, opened = true, held = false, returns = true }: Cover): void {
  const now = useRef({ close, returns });
  now.current = { close, returns };
  useEffect(() => {
    if (!opened || held) return;
    history.pushState({ covered: true }, "");
    const back = () => now.current.close();
    addEventListener("popstate", back);
    return () => {
      removeEventListener("popstate", back);
      if (covered()) history.back();
    };
  }, [opened, held]);
  useEffect(() => {
    if (!opened) return;
    const places = focused;
    return () => {
      // What covers goes first.
      if (now.current.returns) setTimeout(() => focusAgain(places));
    };
  }, [opened]);
}
