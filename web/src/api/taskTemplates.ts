import { ask } from "./http";
import type { Card, Wished } from "./tasks";

/** Templates of tasks, kept for all in a space: `/api/v1/spaces/{space}/templates`. */
const at = encodeURIComponent;
const ofSpace = (space: string) => `/api/v1/spaces/${at(space)}/templates`;

/** What a task is to be, and its parts. */
export interface TemplateWish {
  readonly name: string;
  readonly set: Wished & { readonly title: string };
  readonly parts?: readonly (Wished & { readonly title: string })[];
  /** In how many days what is made by it is due. */
  readonly due_in_days?: number;
}
export interface Template extends TemplateWish {
  readonly id: string;
}
/** As many parts as one has. */
export const partsMax = 50;
export const daysMax = 3650;

export const templates = async (space: string) =>
  (await ask<{ templates: readonly Template[] }>(ofSpace(space))).templates;
/** The same `request` keeps it once. */
export const keepTemplate = (space: string, request: string, wish: TemplateWish) =>
  ask<Template>(ofSpace(space), { method: "POST", body: { ...wish, request_id: request } });
export const changeTemplate = (space: string, { id, name, set, parts = [], due_in_days: days }: Template) =>
  ask<Template>(`${ofSpace(space)}/${at(id)}`, {
    method: "PUT",
    body: { request_id: id, name, set, parts, ...(days === undefined ? {} : { due_in_days: days }) },
  });
export const deleteTemplate = (space: string, id: string) =>
  ask<unknown>(`${ofSpace(space)}/${at(id)}`, { method: "DELETE" });
/** Makes a task and its parts, all or none; the same `request` does so once. `today`: from which its days are counted. */
export const makeByTemplate = async (space: string, id: string, request: string, today: string) =>
  (
    await ask<{ tasks: readonly Card[] }>(`${ofSpace(space)}/${at(id)}/tasks`, {
      method: "POST",
      body: { request_id: request, today },
    })
  ).tasks;
