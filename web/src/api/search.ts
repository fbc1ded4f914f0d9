import type { SpaceHit } from "./wire";
import { type Query, type Answer as Told, wired } from "./wired";

export type { DecisionHit, PersonHit, SaidHit, SpaceHit, TaskHit } from "./wire";

/** Searching the whole house. */
const everything = "/api/v1/search";
export const kinds = ["person", "space", "task", "decision", "post", "message"] as const;

export type Answer = Told<typeof everything, "get">;
/** What was found of one kind. */
export type Findings = Answer["kinds"][number];
export type Kind = Findings["kind"];

/** The picture of a space that was found. */
export const pictureOf = (of: SpaceHit): string | null => of.avatar_url ?? null;

type Questions = Query<typeof everything, "get">;
/** What is asked; what is null or empty narrows nothing down. Moments are in milliseconds. */
export type Asked = {
  readonly [K in Exclude<keyof Questions, "q" | "kind" | "order">]?: Questions[K] | null;
} & {
  readonly words: string;
  readonly kinds?: readonly Kind[] | undefined;
  readonly latest?: boolean;
};

export function searchEverything(asked: Asked, signal?: AbortSignal): Promise<Answer> {
  const { words, kinds, latest, ...narrowed } = asked;
  const said = Object.entries(narrowed).filter(([, value]) => value !== undefined && value !== null);
  const query: Questions = {
    q: words,
    ...(kinds ? { kind: kinds.join(",") } : {}),
    ...(latest ? { order: "latest" as const } : {}),
    ...Object.fromEntries(said),
  };
  return wired("get", everything, {}, { query, ...(signal ? { signal } : {}) });
}
