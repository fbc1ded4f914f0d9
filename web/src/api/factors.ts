import type { Step } from "./further";
import { ask } from "./http";
import { proven, type Stage } from "./matrix";
import { freshSecret } from "./secret";
import { make } from "./webauthn";

/** What I have beside my password, and what is done with it. */

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly used?: number;
}
export interface Factors {
  /** Since when an app shows codes. */
  readonly totp?: number;
  readonly passkeys: readonly Passkey[];
  readonly recovery_codes: number;
  /** I must have one at least. */
  readonly required: boolean;
}
const path = "/api/v1/factors";
const at = encodeURIComponent;

export const myFactors = () => ask<Factors>(path);

/** Who sets something up: somebody who has proven again who they are, or who is in a step before they are let in. */
export type By = { readonly proof: Stage } | { readonly step: Step };

/** What comes of a factor that was set up: codes on paper with the first one, and a token for who was in a step. */
export interface SetUp {
  readonly recovery_codes?: readonly string[];
  readonly login_token?: string;
}

function send<X>(by: By, where: string, fields: object = {}): Promise<X> {
  if ("step" in by) return ask<X>(where, { method: "POST", body: { ...fields, ...by.step }, token: null });
  return proven(by.proof, (auth) => ask<X>(where, { method: "POST", body: { ...fields, ...(auth ? { auth } : {}) } }));
}

export interface App {
  readonly secret: string;
  readonly uri: string;
}
export const beginApp = (by: By) => send<App>(by, `${path}/totp`);
export const confirmApp = (code: string, step: Step | null) =>
  ask<SetUp>(`${path}/totp`, { method: "PUT", body: { code, ...step }, ...(step ? { token: null } : {}) });
export const removeApp = (proof: Stage) => send<unknown>({ proof }, `${path}/totp/removal`);
export const renewCodes = async (proof: Stage) =>
  (await send<{ recovery_codes: string[] }>({ proof }, `${path}/recovery_codes`)).recovery_codes;

/** Makes a passkey in this browser, and has it kept under a name. */
export async function addPasskey(by: By, name: string): Promise<SetUp> {
  const secret = "step" in by ? by.step.secret : freshSecret();
  const { options } = await send<{ options: Record<string, unknown> }>(by, `${path}/passkeys/options`, { secret });
  const body = { name, credential: await make(options), secret };
  return "step" in by
    ? ask<SetUp>(`${path}/passkeys`, { method: "POST", body: { ...body, ...by.step }, token: null })
    : ask<SetUp>(`${path}/passkeys`, { method: "POST", body });
}
export const renamePasskey = (id: string, name: string) =>
  ask<unknown>(`${path}/passkeys/${at(id)}`, { method: "PUT", body: { name } });
export const removePasskey = (proof: Stage, id: string) =>
  send<unknown>({ proof }, `${path}/passkeys/${at(id)}/removal`);
