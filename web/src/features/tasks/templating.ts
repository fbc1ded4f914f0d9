import { useCallback } from "react";
import { passing } from "../../api/following";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { Board, Card, Task } from "../../api/tasks";
import { type Template, type TemplateWish, templates } from "../../api/taskTemplates";
import { useAsked } from "../../api/useAsked";
import { putAway, takenOut } from "../../base/kept";
import type { T } from "../../i18n";
import { knownIn } from "./custom";

type Said = TemplateWish["set"];

/** Whether it says nothing: an empty text, list or object, or none. */
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  value === "none" ||
  (typeof value === "object" && Object.keys(value).length === 0);

/** What a task says that another one like it says, too: nothing of when it was, or of what was done of it. */
export function saidBy(of: Task, board: Board, people: boolean): Said {
  const { title, ...rest } = {
    title: of.title,
    description: of.description,
    priority: of.priority,
    labels: of.labels?.filter((id) => board.labels?.some((label) => label.id === id)),
    estimate_minutes: of.estimate_minutes,
    checklist: of.checklist?.map((step) => ({ ...step, done: false })),
    custom: knownIn(Object.fromEntries(Object.entries(of.custom ?? {}).filter(([, value]) => value !== null)), board),
    repeats: of.repeats,
    assignees: people ? of.assignees : [],
  };
  return { title, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value))) };
}

const dayMs = 86_400_000;
/** In how many days a task was due when it was made; null where it has no day. */
export const leadDays = ({ due, made_at: made }: Pick<Card, "due" | "made_at">): number | null =>
  due === null
    ? null
    : Math.max(0, Math.round((new Date(`${due}T00:00`).getTime() - new Date(made).setHours(0, 0, 0, 0)) / dayMs));

const keptAs = (space: string) => `templates.${space}`;

/** The templates of a space; those that were read before, while the server does not answer. */
async function knownTemplates(space: string): Promise<readonly Template[]> {
  try {
    const all = await templates(space);
    putAway(keptAs(space), all);
    return all;
  } catch (why) {
    const kept = takenOut<readonly Template[]>(keptAs(space));
    if (kept && passing(why)) return kept;
    throw why;
  }
}
export const useTemplates = (space: string) => useAsked(useCallback(() => knownTemplates(space), [space]));

/** Why a template is not kept. */
export function notKept(failure: unknown, t: T): string {
  const code = failure instanceof Refusal ? failure.code : "";
  if (code === "M_RESOURCE_LIMIT_EXCEEDED") return t("templates.full");
  if (code === "M_INVALID_PARAM") return t("templates.unfit");
  return reasonOf(failure, t, t("tasks.arrange.forbidden"));
}
