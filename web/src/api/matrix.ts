import type { Account } from "../base/account";
import { plain } from "../base/names";
import { byToken, withFurther } from "./further";
import type { Heir } from "./heirs";
import { ask, Refusal } from "./http";
import { browserSecret } from "./secret";
import { endOf } from "./tokens";

/**
 * The few calls of Matrix that are made without matrix-js-sdk: before there is a session, and those about the account
 * itself. Everything about rooms goes through the session.
 */

/** What the server answers to a sign-in. */
export interface Login {
  readonly user_id: string;
  readonly device_id: string;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in_ms?: number;
}
export const accountOf = (l: Login): Account => ({
  userId: l.user_id,
  deviceId: l.device_id,
  accessToken: l.access_token,
  refreshToken: l.refresh_token,
  expiresAt: endOf(l.expires_in_ms),
});
const at = encodeURIComponent;
const client = "/_matrix/client/v3";

/** What this browser is called in the list of devices until its owner names it. */
export function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = /Firefox\//.test(agent)
    ? "Firefox"
    : /Edg\//.test(agent)
      ? "Edge"
      : /Chrome\//.test(agent)
        ? "Chromium"
        : /Safari\//.test(agent)
          ? "Safari"
          : "Web";
  const system = /Android/.test(agent)
    ? "Android"
    : /iPhone|iPad/.test(agent)
      ? "iOS"
      : /Windows/.test(agent)
        ? "Windows"
        : /Mac OS/.test(agent)
          ? "macOS"
          : /Linux/.test(agent)
            ? "Linux"
            : "";
  return `Parvis, ${browser}${system ? ` (${system})` : ""}`;
}

/** Whom one signs in as: a name, an id, or an e-mail address of the account. */
const identifierOf = (who: string) =>
  who.indexOf("@") > 0 ? { type: "m.id.thirdparty", medium: "email", address: who } : { type: "m.id.user", user: who };

/** What every sign-in of this browser says of the session it wants. */
export const sessionFields = (deviceId?: string) => ({
  initial_device_display_name: deviceName(),
  refresh_token: true,
  ...(deviceId ? { device_id: deviceId } : {}),
});

const login = async (proof: object, deviceId?: string): Promise<Account> =>
  accountOf(
    await ask<Login>(`${client}/login`, {
      method: "POST",
      body: { ...proof, ...sessionFields(deviceId) },
      token: null,
    }),
  );

/** Signs in by what a second factor gave, or a passkey. */
export const signInByToken = (token: string, deviceId?: string) => login(byToken(token), deviceId);

/** Signs in by name or e-mail address, and password; `deviceId` takes up a session that expired. */
export function signIn(user: string, password: string, deviceId?: string): Promise<Account> {
  const secret = browserSecret();
  const proof = {
    type: "m.login.password",
    identifier: identifierOf(user),
    password,
    "fr.parvis.secret": secret,
  };
  return withFurther(
    secret,
    () => login(proof, deviceId),
    (token) => signInByToken(token, deviceId),
  );
}

export const signOut = () => ask<unknown>(`${client}/logout`, { method: "POST", body: {}, timeoutMs: 5000 });

export async function nameIsFree(username: string): Promise<boolean> {
  const answer = await ask<{ available: boolean }>(`${client}/register/available?username=${at(username)}`, {
    token: null,
  });
  return answer.available;
}

/** Creates an account and signs in, with the token of an invitation where one is needed. */
export async function signUp(username: string, password: string, token: string | null): Promise<Account> {
  const secret = browserSecret();
  const fields = { username, password, "fr.parvis.secret": secret, ...sessionFields() };
  const send = (auth?: object) =>
    ask<Login>(`${client}/register`, { method: "POST", body: auth ? { ...fields, auth } : fields, token: null });
  const stage = token === null ? null : { type: "m.login.registration_token", token };
  return withFurther(
    secret,
    async () => accountOf(await withStages(send, stage)),
    (further) => signInByToken(further),
  );
}

interface Stages {
  readonly session?: string;
  readonly flows?: { stages: string[] }[];
  readonly completed?: string[];
}

/** What proves to the server who asks. */
export type Stage = { readonly type: string; readonly [field: string]: unknown };

/**
 * Interactive authentication with one stage of ours, where the server asks for it, and `m.login.dummy` where it asks for that.
 * Terms that come first are accepted: whoever asks has shown them.
 */
async function withStages<X>(send: (auth?: object) => Promise<X>, ours: Stage | null): Promise<X> {
  const asked = (failure: unknown): Stages => {
    const body = failure instanceof Refusal ? (failure.body as Stages) : {};
    if (!(failure instanceof Refusal) || failure.status !== 401 || !body.flows) throw failure;
    return body;
  };
  const dummy: Stage = { type: "m.login.dummy" };
  let stages: Stages;
  try {
    return await send();
  } catch (failure) {
    stages = asked(failure);
  }
  const terms: Stage = { type: "m.login.terms" };
  if (stages.flows?.every((flow) => flow.stages[0] === terms.type)) {
    try {
      return await send({ ...terms, session: stages.session });
    } catch (failure) {
      stages = asked(failure);
    }
  }
  const wanted = ours && stages.flows?.some((flow) => flow.stages.includes(ours.type)) ? ours : dummy;
  try {
    return await send({ ...wanted, session: stages.session });
  } catch (failure) {
    // A wrong password comes back as the same question with its errcode; a stage that is done, without one.
    if (wanted === dummy || !asked(failure).completed?.includes(wanted.type)) throw failure;
    return await send({ ...dummy, session: stages.session });
  }
}

export const byPassword = (userId: string, password: string): Stage => ({
  type: "m.login.password",
  identifier: { type: "m.id.user", user: userId },
  password,
});

/** Sends something grave again with what proves who asks, where the server asks for it. */
export const proven = <X>(proof: Stage, send: (auth?: object) => Promise<X>) => withStages(send, proof);

/** Changes the password; the other devices are signed out when asked. */
export const changePassword = (proof: Stage, next: string, signOutOthers: boolean) =>
  withStages(
    (auth) =>
      ask<unknown>(`${client}/account/password`, {
        method: "POST",
        body: { new_password: next, logout_devices: signOutOthers, ...(auth ? { auth } : {}) },
      }),
    proof,
  );

/** A proof that somebody reads the mails to an address, until its code is told. */
export interface AddressProof {
  readonly sid: string;
  readonly secret: string;
}

/** Sends a code to an address, by which the password of its account is changed. */
export async function mailCode(address: string, secret: string, attempt: number): Promise<AddressProof> {
  const body = { client_secret: secret, email: address, send_attempt: attempt };
  const path = `${client}/account/password/email/requestToken`;
  return { sid: (await ask<{ sid: string }>(path, { method: "POST", body, token: null })).sid, secret };
}

/** Whether this is the code of the mail. */
export async function tellCode({ sid, secret }: AddressProof, code: string): Promise<boolean> {
  const body = { sid, client_secret: secret, token: code };
  const path = "/api/v1/address_proof/submit";
  return (await ask<{ success: boolean }>(path, { method: "POST", body, token: null })).success;
}

export const byMail = ({ sid, secret }: AddressProof): Stage => ({
  type: "m.login.email.identity",
  threepid_creds: { sid, client_secret: secret },
});

/** Sets another password for the account of an address that was proven. */
export const resetPassword = (proof: AddressProof, next: string) =>
  withStages(
    (auth) =>
      ask<unknown>(`${client}/account/password`, {
        method: "POST",
        body: { new_password: next, ...(auth ? { auth } : {}) },
        token: null,
      }),
    byMail(proof),
  );

/** An e-mail address of mine that was proven. */
export interface OwnAddress {
  readonly address: string;
  readonly added_at: number;
  /** Others read it, too: a mail there proves nothing of me. */
  readonly "fr.parvis.shared"?: boolean;
}
export const myAddresses = async () =>
  (await ask<{ threepids: OwnAddress[] }>(`${client}/account/3pid`)).threepids.filter(({ address }) => address);
/** Sends a code to an address, by which it becomes one of mine. */
export async function mailOwnCode(address: string, secret: string): Promise<AddressProof> {
  const body = { client_secret: secret, email: address, send_attempt: 1 };
  const path = `${client}/account/3pid/email/requestToken`;
  return { sid: (await ask<{ sid: string }>(path, { method: "POST", body, token: null })).sid, secret };
}
export const addAddress = (owner: Stage, { sid, secret }: AddressProof) =>
  withStages(
    (auth) =>
      ask<unknown>(`${client}/account/3pid/add`, {
        method: "POST",
        body: { sid, client_secret: secret, ...(auth ? { auth } : {}) },
      }),
    owner,
  );
export const dropAddress = (address: string) =>
  ask<unknown>(`${client}/account/3pid/delete`, { method: "POST", body: { medium: "email", address } });

/** Ends an account for ever; with `erase`, newcomers no longer see what was written by it. */
export const deactivate = (proof: Stage, erase: boolean, heirs: readonly Heir[]) =>
  withStages(
    (auth) =>
      ask<unknown>(`${client}/account/deactivate`, {
        method: "POST",
        body: { erase, heirs, ...(auth ? { auth } : {}) },
      }),
    proof,
  );

/** Lets the application on a device replace the cross-signing keys, once and soon. */
export const allowKeyReset = (proof: Stage, device: string | null) =>
  withStages(
    (auth) =>
      ask<unknown>("/api/v1/key_reset", {
        method: "POST",
        body: { ...(auth ? { auth } : {}), ...(device ? { device_id: device } : {}) },
      }),
    proof,
  );

export interface Device {
  readonly device_id: string;
  readonly display_name?: string;
  readonly last_seen_ts?: number;
  readonly last_seen_ip?: string;
  /** When it was first signed in. */
  readonly "fr.parvis.since_ts"?: number;
}
export const devices = async () => (await ask<{ devices: Device[] }>(`${client}/devices`)).devices;
export const renameDevice = (id: string, name: string) =>
  ask<unknown>(`${client}/devices/${at(id)}`, { method: "PUT", body: { display_name: name } });
export const signOutDevices = (proof: Stage, ids: readonly string[]) =>
  withStages(
    (auth) =>
      ask<unknown>(`${client}/delete_devices`, { method: "POST", body: { devices: ids, ...(auth ? { auth } : {}) } }),
    proof,
  );

export interface Profile {
  readonly displayname?: string | null;
  readonly avatar_url?: string | null;
  /** It went with its account. */
  readonly "fr.parvis.account_ended"?: boolean;
}
/** What somebody calls themselves; empty where they say nothing, and null where they have gone with all that they said. */
export const calledIn = (one: Profile): string | null =>
  one["fr.parvis.account_ended"] ? null : plain(one.displayname ?? "");
export const profile = (userId: string) => ask<Profile>(`${client}/profile/${at(userId)}`);
/** `token` is for an account that is not yet this browser's. */
export const setName = (userId: string, name: string, token?: string) =>
  ask<unknown>(`${client}/profile/${at(userId)}/displayname`, {
    method: "PUT",
    body: { displayname: name },
    ...(token ? { token } : {}),
  });
const does = "fr.parvis.function";
/** What somebody does in their organisation; an empty text where nothing is said. */
export async function functionOf(userId: string): Promise<string> {
  const fields = await ask<Record<string, unknown>>(`${client}/profile/${at(userId)}`);
  return typeof fields[does] === "string" ? fields[does] : "";
}
export const setFunction = (userId: string, text: string) =>
  ask<unknown>(`${client}/profile/${at(userId)}/${does}`, { method: "PUT", body: { [does]: text } });
/** What says of me that I am on the red list, as `{"hide_profile": true}`. */
export const hidingType = "im.vector.hide_profile";
const hiding = (userId: string) => `${client}/user/${at(userId)}/account_data/${hidingType}`;
/** Sets whether I am on the red list: nobody finds me by searching my name. */
export const setHidden = (userId: string, hidden: boolean) =>
  ask<unknown>(hiding(userId), { method: "PUT", body: { hide_profile: hidden } });
export const setPicture = (userId: string, mxc: string) =>
  ask<unknown>(`${client}/profile/${at(userId)}/avatar_url`, { method: "PUT", body: { avatar_url: mxc } });
export const upload = async (file: Blob, name: string) =>
  (
    await ask<{ content_uri: string }>(`/_matrix/media/v3/upload?filename=${at(name)}`, {
      method: "POST",
      body: file,
      timeoutMs: 120_000,
    })
  ).content_uri;
