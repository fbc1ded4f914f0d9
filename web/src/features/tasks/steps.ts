import type { Step } from "../../api/tasks";
import { freshId } from "./arranging";
import { titlesIn } from "./words";

/** As many as a task may have, and the letters of each. */
export const stepsMax = 200;
export const stepChars = 500;

/** More steps at the end; of many lines, as many as there is room for. */
export const withSteps = (steps: readonly Step[], texts: readonly string[]): readonly Step[] =>
  [...steps, ...texts.map((text) => ({ id: freshId(), text, done: false }))].slice(0, stepsMax);

export const ticked = (steps: readonly Step[], id: string): readonly Step[] =>
  steps.map((step) => (step.id === id ? { ...step, done: !step.done } : step));

export const reworded = (steps: readonly Step[], id: string, text: string): readonly Step[] =>
  steps.map((step) => (step.id === id ? { ...step, text } : step));

export const without = (steps: readonly Step[], id: string): readonly Step[] => steps.filter((step) => step.id !== id);

/** What became of a step; `moved`: nothing but their order. */
export interface StepChange {
  readonly did: "ticked" | "unticked" | "added" | "removed" | "reworded" | "moved";
  readonly text: string;
}

/** What makes some steps of others. */
export function stepChanges(from: readonly Step[], to: readonly Step[]): readonly StepChange[] {
  const was = new Map(from.map((step) => [step.id, step]));
  const is = new Set(to.map((step) => step.id));
  const told = to.flatMap(({ id, text, done }): StepChange[] => {
    const old = was.get(id);
    if (!old) return [{ did: "added", text }];
    return [
      ...(old.text === text ? [] : [{ did: "reworded", text } as const]),
      ...(old.done === done ? [] : [{ did: done ? "ticked" : "unticked", text } as const]),
    ];
  });
  const gone = from.filter(({ id }) => !is.has(id)).map(({ text }): StepChange => ({ did: "removed", text }));
  const all = [...told, ...gone];
  return all.length > 0 ? all : [{ did: "moved", text: "" }];
}

/** A step at another place; the same list where there is no such place. */
export function movedTo(steps: readonly Step[], id: string, index: number): readonly Step[] {
  const from = steps.findIndex((step) => step.id === id);
  if (from < 0 || index < 0 || index >= steps.length || index === from) return steps;
  const others = without(steps, id);
  return [...others.slice(0, index), steps[from]!, ...others.slice(index)];
}

/** The lines of a text, each a step. */
export const stepsIn = (text: string): readonly string[] => titlesIn(text, stepChars);
