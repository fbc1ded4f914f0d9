import { ask } from "./http";

/** Files of people for an organisation: `/api/v1/imports…`. */
const at = encodeURIComponent;
const all = "/api/v1/imports";
const one = (id: string) => `${all}/${at(id)}`;

export type LineOutcome = "new" | "made" | "known" | "elsewhere" | "doubled" | "shared" | "invalid";
export interface Import {
  readonly id: string;
  readonly organisation: string;
  readonly state: "ready" | "running" | "cancelled" | "done";
  readonly created: number;
  /** Accounts that it makes; those of them that are no longer to be made. */
  readonly total: number;
  readonly done: number;
  readonly mails_left: number;
  readonly counts: Readonly<Record<LineOutcome, number>>;
  /** Why nobody more is made, where nobody said so: there are as many people as may be, or whoever began it decides no more. */
  readonly stopped?: "full" | "undecided";
}
export interface ImportLine {
  readonly line: number;
  readonly address: string;
  readonly name: string;
  readonly outcome: LineOutcome;
  readonly reason?: "address" | "name" | "function" | "columns" | "quotes";
}
const readingMs = 120_000;
export const imports = async (organisation: string) =>
  (await ask<{ imports: Import[] }>(`${all}?organisation=${at(organisation)}`)).imports;
export const readImport = (organisation: string, file: Blob) =>
  ask<Import>(`${all}?organisation=${at(organisation)}`, { method: "POST", body: file, timeoutMs: readingMs });
export const importNow = (id: string) => ask<Import>(one(id));
export const importLines = async (id: string, outcome: LineOutcome) =>
  (await ask<{ lines: ImportLine[] }>(`${one(id)}/lines?outcome=${outcome}`)).lines;
export const startImport = (id: string, invite: boolean) =>
  ask<Import>(`${one(id)}/start`, { method: "POST", body: { invite } });
export const cancelImport = (id: string) => ask<Import>(`${one(id)}/cancel`, { method: "POST", body: {} });
export const removeImport = (id: string) => ask<unknown>(one(id), { method: "DELETE" });
export const importReport = (id: string) => `${one(id)}/report`;
