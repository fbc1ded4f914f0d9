import { writing } from "./writing";

/** A phone, and a window in which large letters leave no more room than one has. */
export const phone = "(max-width: 45em)";

/** A phone shows one column at a time. */
export const onPhone = (): boolean => matchMedia(phone).matches;

const onScreen = (e: HTMLElement): boolean => e.offsetParent !== null;
const lastOf = (what: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>(what)].findLast(onScreen);

/** Where one writes on this page, if anywhere; with a panel open, in the panel. */
export const writingField = (): HTMLElement | undefined => lastOf("textarea[data-write]");

/**
 * Puts the focus where a page that has just been opened is used: in its field, unless something is being written
 * already. A phone takes the heading, since a field would bring up its keyboard.
 */
export function land(): void {
  if (writing(document.activeElement)) return;
  const field = onPhone() ? undefined : writingField();
  const at = field ?? lastOf("main h1");
  if (!at) return;
  if (!field) at.tabIndex = -1;
  at.focus({ preventScroll: true });
}

/** Puts the focus on the heading of the panel that has just been opened. */
export function landInPanel(): void {
  const heading = lastOf("[data-panel] [data-column]:last-child :is(h1, h2)");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** True when a key would go nowhere: the focus is on the page, or on a column of it, not on a thing in it. */
export const nowhere = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof HTMLElement && target.matches("main, [data-column]"));
