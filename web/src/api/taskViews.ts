import { ask } from "./http";

/** Views of a board: `/api/v1/spaces/{space}/views`. */
const all = (space: string) => `/api/v1/spaces/${encodeURIComponent(space)}/views`;
const one = (space: string, view: string) => `${all(space)}/${encodeURIComponent(view)}`;

/** How somebody looks at a board, as an address says it: by its names and values. */
export type Look = Readonly<Record<string, string>>;
export interface ViewWish {
  readonly name: string;
  readonly look: Look;
  /** Of all in the space, instead of one's own. */
  readonly shared: boolean;
}
export interface View extends ViewWish {
  readonly id: string;
}

/** Programs may keep whatever they want: what an address cannot say is passed over. */
function read(view: View): View {
  const look = Object.entries(view.look).filter(([, value]) => typeof value === "string" && value !== "");
  return { ...view, look: Object.fromEntries(look) };
}

export const viewsOf = async (space: string) => (await ask<{ views: readonly View[] }>(all(space))).views.map(read);
/** The same `request` keeps it once. */
export const keepView = async (space: string, request: string, wish: ViewWish) =>
  read(await ask<View>(all(space), { method: "POST", body: { request_id: request, ...wish } }));
export const changeView = async (space: string, view: string, wish: ViewWish) =>
  read(await ask<View>(one(space, view), { method: "PUT", body: { request_id: view, ...wish } }));
export const removeView = (space: string, view: string) => ask<unknown>(one(space, view), { method: "DELETE" });
