import type { Look, View } from "../../api/taskViews";

/** Names the view by which tasks are looked at, in an address. */
export const named = "saved";
/** What an address says besides, which is not part of a look: what is looked at for a moment. */
const passing = [named, "archived"];

/** How an address looks at tasks: the layout, the lanes, the order, what is filtered. */
export function lookOf(search: string): Look {
  const said = [...new URLSearchParams(search)].filter(([name, value]) => !passing.includes(name) && value !== "");
  return Object.fromEntries(said);
}

/** The view that an address names; null where it names none. */
export const viewIn = (search: string): string | null => new URLSearchParams(search).get(named);

const isBare = (look: Look): boolean => Object.keys(look).length === 0;

export function sameLook(a: Look, b: Look): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** The address that looks at tasks by a view. */
export function searchOf(view: Pick<View, "id" | "look">): string {
  const address = new URLSearchParams({ [named]: view.id });
  for (const [name, value] of Object.entries(view.look)) if (!passing.includes(name)) address.set(name, value);
  return `?${address}`;
}

/** A link to a view says its name alone: what it looks at is added when it is opened. Null where nothing is to be added. */
export function opened(search: string, view: View): string | null {
  return isBare(lookOf(search)) && !isBare(view.look) ? searchOf(view) : null;
}

/** The same address without a view. */
export function unnamed(search: string): string {
  const address = new URLSearchParams(search);
  address.delete(named);
  const text = address.toString();
  return text && `?${text}`;
}
