import { ask, Refusal } from "./http";

/** The pages that an administration must show. */
export const kinds = ["accessibility", "privacy", "legal", "terms"] as const;
export type Kind = (typeof kinds)[number];
export interface Paper {
  readonly kind: Kind;
  readonly id: number;
  readonly version: number;
  readonly french: string;
  /** Empty: it is in French alone. */
  readonly english: string;
  readonly at: number;
  /** The label of the organisation whose it is; absent: of the whole house. */
  readonly organisation?: string;
}
export const textOf = (paper: Paper, lang: string): string => (lang === "en" && paper.english) || paper.french;
/** Of that text. */
export const languageOf = (paper: Paper, lang: string): string => (lang === "en" && paper.english ? "en" : "fr");

const at = encodeURIComponent;
const of = (organisation: string | null | undefined) => (organisation ? `?organisation=${at(organisation)}` : "");

/** Which of them the house has written. */
export const papers = async () => (await ask<{ papers: Kind[] }>("/api/v1/papers", { token: null })).papers;

/** One of them; null when nobody has written it. */
export async function paper(kind: Kind, organisation: string | null): Promise<Paper | null> {
  try {
    return await ask<Paper>(`/api/v1/papers/${kind}${of(organisation)}`, { token: null });
  } catch (failure) {
    if (failure instanceof Refusal && failure.status === 404) return null;
    throw failure;
  }
}

const written = "/api/v1/administration/papers";
export const writtenPapers = async (organisation?: string) =>
  (await ask<{ papers: Paper[] }>(written + of(organisation))).papers;
export const writePaper = (kind: Kind, text: { french: string; english: string; organisation?: string }) =>
  ask<unknown>(`${written}/${kind}`, { method: "PUT", body: text });

/** The terms that I am under, unless I accepted them. */
export async function termsToAccept(): Promise<Paper | null> {
  const { accepted, terms } = await ask<{ accepted: boolean; terms?: Paper }>("/api/v1/terms");
  return accepted ? null : (terms ?? null);
}
export const acceptTerms = (id: number) => ask<unknown>("/api/v1/terms", { method: "PUT", body: { id } });
