import { accessMoved, account } from "../base/account";

/** How long before its end a token is renewed. */
const earlyMs = 30_000;
const path = "/_matrix/client/v3/refresh";

interface Renewed {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in_ms?: number;
}

/** When a token that lives so long ends. */
export const endOf = (livesMs: number | undefined): number | undefined =>
  livesMs === undefined ? undefined : Date.now() + livesMs;

let renewing: Promise<boolean> | null = null;

/// spec: client-server-api#refreshing-access-tokens
async function askNew(): Promise<boolean> {
  const mine = account.now();
  if (!mine?.refreshToken) return false;
  let answer: Response;
  try {
    const body = JSON.stringify({ refresh_token: mine.refreshToken });
    answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  } catch {
    return false;
  }
  if (!answer.ok) return false;
  const next = (await answer.json()) as Renewed;
  if (account.now()?.deviceId !== mine.deviceId) return false;
  account.set({
    userId: mine.userId,
    deviceId: mine.deviceId,
    accessToken: next.access_token,
    refreshToken: next.refresh_token ?? mine.refreshToken,
    expiresAt: endOf(next.expires_in_ms),
  });
  return true;
}

/** Gets a new token, once for all who ask at the same time; false when there is none to be had. */
async function renew(old: string): Promise<boolean> {
  if (account.now()?.accessToken !== old) return account.now() !== null;
  renewing ??= askNew().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function refused(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return (body as { errcode?: unknown } | null)?.errcode === "M_UNKNOWN_TOKEN";
}

/** Sends with the account's token, renewed before it ends and, once, when the server no longer knows it. */
export async function withToken(send: (token: string | null) => Promise<Response>): Promise<Response> {
  const mine = account.now();
  if (mine?.expiresAt !== undefined && mine.expiresAt - Date.now() < earlyMs) await renew(mine.accessToken);
  const token = account.now()?.accessToken ?? null;
  const answer = await send(token);
  if (token === null || !(await refused(answer)) || !(await renew(token))) return answer;
  return send(account.now()?.accessToken ?? null);
}

/** Stands at an answer that was given before its time, since the account may do something else than before. */
const accessChanged = "Parvis-Access-Changed";

/** `fetch` for the client of Matrix: whatever token it believes in, the account's is sent. */
export const fetchAsMe: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  if (!headers.has("Authorization")) return fetch(input, init);
  return withToken((token) => {
    if (token) headers.set("Authorization", `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  }).then((answer) => {
    if (answer.headers.has(accessChanged)) accessMoved.set((before) => before + 1);
    return answer;
  });
};
