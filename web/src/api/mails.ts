import { ask } from "./http";

/** What the house writes to people, as those who run it see it. */
export interface MailLine {
  readonly number: number;
  readonly to: string;
  readonly subject: string;
  readonly state: "waiting" | "sending" | "sent" | "kept" | "refused" | "unsure";
  readonly reason: string;
  readonly tries: number;
  readonly created: number;
  readonly due: number;
}
export interface Mails {
  /** Whether there is a mail server; without one letters lie here to be read. */
  readonly server: boolean;
  /** Why it takes nothing at the moment. */
  readonly trouble: string;
  readonly mails: readonly MailLine[];
  readonly next?: number;
  /** What {@link mailsMark} answers while these are the latest. */
  readonly mark?: number;
}
const all = "/api/v1/mails";
export const mails = (before?: number) => ask<Mails>(before ? `${all}?before=${before}` : all);
/** A number that is another once one of the latest mails is. */
export const mailsMark = async () => (await ask<{ mark: number }>(`${all}/mark`)).mark;
export const readMail = (number: number) => ask<{ subject: string; text: string }>(`${all}/${number}`);
export const sendAgain = (number: number) => ask<unknown>(`${all}/${number}/tries`, { method: "POST", body: {} });
export const tryMail = (to: string) => ask<unknown>(all, { method: "POST", body: { to } });
