import type { Account } from "../base/account";
import { withFurther } from "./further";
import { ask, Refusal } from "./http";
import { accountOf, type Login, proven, type Stage, sessionFields, signInByToken } from "./matrix";

/** Addresses whose mails several people read, each of whom has an account of their own. */

/** How the server answers a right code of such an address. */
const sharedCode = "FR_PARVIS_SHARED_MAILBOX";
const door = "/api/v1/sign_in/mailbox";

/** One of the people of a mailbox, as the door calls them. */
export interface Sharer {
  readonly person: string;
  readonly name: string;
}
/** Somebody has shown that they read the mailbox, in this browser, and says who they are. */
export interface SharedStep {
  readonly step: string;
  readonly secret: string;
  readonly people: readonly Sharer[];
  /** Whether somebody else may open an account by it. */
  readonly mayJoin: boolean;
}

/** What a right code leads to where several people read the address; null for any other refusal. */
export function sharedStepOf(failure: unknown, secret: string): SharedStep | null {
  if (!(failure instanceof Refusal) || failure.code !== sharedCode) return null;
  const { step, people, may_join: mayJoin } = failure.body;
  return { step: String(step), secret, people: people as Sharer[], mayJoin: mayJoin === true };
}

const shown = ({ step, secret }: SharedStep) => ({ step, secret });

/** Sends what says who one is, and goes through a second factor where one is asked for. */
const enter = (step: SharedStep, path: string, told: object): Promise<Account> =>
  withFurther<Account>(
    step.secret,
    async () => {
      const body = { ...shown(step), ...told, accept_terms: true, ...sessionFields() };
      return accountOf(await ask<Login>(`${door}${path}`, { method: "POST", body, token: null }));
    },
    (token) => signInByToken(token),
  );

export const enterAsSharer = (step: SharedStep, { person }: Sharer, password: string) =>
  enter(step, "", { person, password });

/** What one comes in by from now on, and the others who read the mailbox do not have. */
export type OwnWay = { readonly password: string } | { readonly key: true };

/** A passkey that is made here and now, or the password. */
async function ownFields(step: SharedStep, name: string, own: OwnWay): Promise<object> {
  if ("password" in own) return own;
  const { make } = await import("./webauthn");
  const body = { ...shown(step), name };
  const path = `${door}/passkey/options`;
  const { options } = await ask<{ options: Record<string, unknown> }>(path, { method: "POST", body, token: null });
  return { credential: await make(options) };
}

export const joinMailbox = async (step: SharedStep, name: string, own: OwnWay) =>
  enter(step, "/people", { name, ...(await ownFields(step, name, own)) });

/** With a code that who administers handed over. */
export const chooseAnew = async (step: SharedStep, { person, name }: Sharer, code: string, own: OwnWay) =>
  enter(step, "/reset", { person, code, ...(await ownFields(step, name, own)) });

/** One of the people of a mailbox, as who administers sees them. */
export interface MailboxPerson {
  readonly user_id: string;
  readonly display_name: string;
  readonly since: number;
  /** Until when a code is good that they were given. */
  readonly reset_until?: number;
}
export interface Mailbox {
  readonly address: string;
  readonly since: number;
  /** Whether the address is the organisation's still. */
  readonly own: boolean;
  readonly people: readonly MailboxPerson[];
}

const at = encodeURIComponent;
const of = (organisation: string) => `/api/v1/organisations/${at(organisation)}`;
export const mailboxes = async (organisation: string) =>
  (await ask<{ mailboxes: Mailbox[] }>(`${of(organisation)}/mailboxes`)).mailboxes;
export const shareMailbox = (organisation: string, address: string) =>
  ask<unknown>(`${of(organisation)}/mailboxes/${at(address)}`, { method: "PUT", body: {} });
export const unshareMailbox = (proof: Stage, organisation: string, address: string) =>
  proven(proof, (auth) =>
    ask<unknown>(`${of(organisation)}/mailboxes/${at(address)}`, { method: "DELETE", body: auth ? { auth } : {} }),
  );

/** A code as it is told this once. */
export interface ResetCode {
  readonly code: string;
  readonly expires: number;
}
export const resetCode = (proof: Stage, organisation: string, user: string) =>
  proven(proof, (auth) =>
    ask<ResetCode>(`${of(organisation)}/members/${at(user)}/reset_code`, {
      method: "POST",
      body: auth ? { auth } : {},
    }),
  );
