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

/** A step at another place; the same list where there is no such place. */
export function movedTo(steps: readonly Step[], id: string, index: number): readonly Step[] {
  const from = steps.findIndex((step) => step.id === id);
  if (from < 0 || index < 0 || index >= steps.length || index === from) return steps;
  const others = without(steps, id);
  return [...others.slice(0, index), steps[from]!, ...others.slice(index)];
}

/** The lines of a text, each a step. */
export const stepsIn = (text: string): readonly string[] => titlesIn(text, stepChars);
