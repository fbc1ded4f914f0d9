import type { DecisionCard, DecisionState, DecisionWish, RegisterFilter } from "../../api/decisions";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { T } from "../../i18n";
import type { Tone } from "../../ui/parts";

export const titleMax = 200;
export const questionMax = 500;
export const bodyMax = 200;
export const meetingMax = 200;
export const textMax = 20_000;

const at = encodeURIComponent;
export const decisionPath = (of: Pick<DecisionCard, "space" | "id">): string =>
  `/spaces/${at(of.space)}/decisions/${at(of.id)}`;

/** What a decision is called in its register. */
export const numbered = ({ number, title }: Pick<DecisionCard, "number" | "title">, t: T): string =>
  t("decisions.numbered", { number, title });

/** How far a thing is that is tied to a decision. */
export const overName = (of: { readonly over: boolean }, t: T): string =>
  of.over ? t("decisions.task.over") : t("decisions.task.open");

/** Whether somebody has decided. */
export const holds = (of: Pick<DecisionCard, "state">): boolean => of.state === "taken" || of.state === "executed";
export const isSuperseded = (of: DecisionCard): boolean => (of.superseded_by?.length ?? 0) > 0;

export function stateName(of: DecisionState, t: T): string {
  switch (of) {
    case "draft":
      return t("decisions.state.draft");
    case "taken":
      return t("decisions.state.taken");
    case "executed":
      return t("decisions.state.executed");
    case "withdrawn":
      return t("decisions.state.withdrawn");
  }
}

export const toneOf = (of: DecisionState): Tone =>
  of === "draft" ? "guest" : of === "taken" ? "info" : of === "executed" ? "accent" : "plain";

/** What a field of a decision is called; a field of a later version by its own name. */
export function fieldName(field: string, t: T): string {
  switch (field as keyof DecisionWish | "link") {
    case "title":
      return t("decisions.field.title");
    case "text":
      return t("decisions.field.text");
    case "why":
      return t("decisions.field.why");
    case "question":
      return t("decisions.field.question");
    case "deciders":
      return t("decisions.field.deciders");
    case "body":
      return t("decisions.field.body");
    case "meeting":
      return t("decisions.field.meeting");
    case "day":
      return t("decisions.field.day");
    case "supersedes":
      return t("decisions.field.supersedes");
    case "asked":
      return t("decisions.field.asked");
    case "opened":
      return t("decisions.field.opened");
    case "state":
      return t("decisions.field.state");
    case "link":
      return t("decisions.field.link");
    default:
      return field;
  }
}

/** Why something about a decision was refused, in words that say what to do. */
export function sentence(failure: unknown, t: T): string {
  if (failure instanceof Refusal) {
    if (failure.code === "FR_PARVIS_CHANGED") return t("decisions.wrong.changed");
    if (failure.code === "M_TOO_LARGE") return t("decisions.wrong.table");
    if (failure.code === "M_RESOURCE_LIMIT_EXCEEDED") return t("decisions.wrong.full");
    if (failure.code === "M_NOT_FOUND") return t("decisions.goneBody");
    const named = failure.code === "M_INVALID_PARAM" ? /^"(\w+)"/.exec(failure.message)?.[1] : undefined;
    if (named === "supersedes") return t("decisions.wrong.supersedes");
    if (named === "deciders" || named === "asked" || named === "opened") return t("decisions.wrong.people");
    if (named === "day") return t("decisions.wrong.day");
    if (named === "title" || named === "question" || named === "body" || named === "meeting")
      return t("decisions.wrong.line");
    if (failure.status === 409) return t("decisions.wrong.state");
  }
  return reasonOf(failure, t, t("decisions.wrong.forbidden"));
}

/** What the address asks of the register. */
export function filterIn(search: string): RegisterFilter {
  const asked = new URLSearchParams(search);
  return { text: asked.get("q") ?? "", state: asked.get("state") ?? "", year: asked.get("year") ?? "" };
}

/** The address with some of it asked otherwise. */
export function withAsked(search: string, next: Readonly<Record<string, string>>): string {
  const asked = new URLSearchParams(search);
  for (const [name, value] of Object.entries(next)) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  const said = asked.toString();
  return said ? `?${said}` : "";
}

export const isFiltered = ({ text, state, year }: RegisterFilter): boolean => `${text}${state}${year}` !== "";

/** The year under which a decision stands: of its day, or of its making. */
export const yearOf = (of: DecisionCard): string => of.day?.slice(0, 4) ?? String(new Date(of.made_at).getFullYear());

const yearsBack = 10;
/** The years of some decisions, the latest first; `more`: and the years before them. */
export function yearsOf(decisions: readonly DecisionCard[], more: boolean): readonly string[] {
  const own = [...new Set(decisions.map(yearOf))].sort().reverse();
  const first = Number(own.at(-1));
  return more ? [...own, ...Array.from({ length: yearsBack }, (_, i) => String(first - 1 - i))] : own;
}
