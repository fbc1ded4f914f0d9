import { store } from "../base/store";
import { ask, Refusal } from "./http";
import { freshSecret } from "./secret";

/** By what somebody may prove who they are, beside a password or a code by mail. */
export type Way = "totp" | "passkey" | "recovery_code";

/** Where one stands between a first proof and a session; good in this browser alone. */
export interface Step {
  readonly step: string;
  readonly secret: string;
}

/** A second factor that a door waits for. */
export interface Further {
  readonly step: Step;
  readonly ways: readonly Way[];
  /** There is none yet, and there must be one. */
  readonly setUp: boolean;
  /** Opens the door with the token that came of it; without one the door stays shut. */
  readonly done: (token: string | null) => void;
}

export const further = store<Further | null>(null);

export const furtherCode = "FR_PARVIS_SECOND_FACTOR";

/** Asks somebody, over the page where they are. */
function askFurther(secret: string, { body }: Refusal): Promise<string> {
  return new Promise((give, refuse) => {
    const done = (token: string | null) => {
      further.set(null);
      if (token) give(token);
      else refuse(new Refusal(0, furtherCode, {}));
    };
    const step = { step: String(body.step), secret };
    further.set({ step, ways: body.ways as Way[], setUp: body.set_up === true, done });
  });
}

/** Sends what opens a door, and where a second factor is asked for, sends it again with the token that it gives. */
export async function withFurther<X>(
  secret: string,
  send: () => Promise<X>,
  again: (token: string, asked: Refusal) => Promise<X>,
): Promise<X> {
  try {
    return await send();
  } catch (failure) {
    if (!(failure instanceof Refusal) || failure.code !== furtherCode) throw failure;
    return await again(await askFurther(secret, failure), failure);
  }
}

export const byToken = (token: string) => ({ type: "m.login.token", token });

const passkey = "/api/v1/sign_in/passkey";

interface LoginToken {
  readonly login_token: string;
}

/** Gives a code of an app, or one of paper. */
export const giveFactor = async (step: Step, told: { code: string } | { recovery_code: string }): Promise<string> =>
  (await ask<LoginToken>("/api/v1/sign_in/step", { method: "POST", body: { ...step, ...told }, token: null }))
    .login_token;

/** What a passkey of mine signs to show that it is me. */
export async function signedByKey(): Promise<object> {
  const secret = freshSecret();
  return { secret, credential: await signed(secret) };
}

async function signed(secret: string, offered?: AbortSignal) {
  const { sign } = await import("./webauthn");
  const { options } = await ask<{ options: Record<string, unknown> }>(`${passkey}/options`, {
    method: "POST",
    body: { secret },
    token: null,
  });
  return sign(options, offered);
}

/** Signs in by a passkey, which is both factors, or ends a step by it. */
export async function givePasskey(secret: string, step?: Step): Promise<string> {
  const body = { secret, credential: await signed(secret), ...(step ? { step: step.step } : {}) };
  return (await ask<LoginToken>(passkey, { method: "POST", body, token: null })).login_token;
}

/** The same by a passkey that the browser offers beside a field; settles once it is chosen there. */
export async function takeOffered(secret: string, offered: AbortSignal): Promise<string> {
  const body = { secret, credential: await signed(secret, offered) };
  return (await ask<LoginToken>(passkey, { method: "POST", body, token: null })).login_token;
}
