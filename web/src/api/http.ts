import {
  consentAsked,
  expired,
  expiredCode,
  lockedCode,
  nowLocked,
  nowSuspended,
  sessionEnded,
  suspendedCode,
} from "../base/account";
import { language } from "../base/preferences";
import { withToken } from "./tokens";

/** Why a request was not served: an errcode of Matrix, or one of the two that never left this machine. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    /** 0 when no answer came. */
    readonly status: number,
    /** `M_FORBIDDEN`…, `NETWORK` or `NOT_JSON`. */
    readonly code: string,
    /** The whole answer, for what an errcode carries beside its name. */
    readonly body: Record<string, unknown>,
  ) {
    super(typeof body.error === "string" ? body.error : code);
  }
  /** Reference of a fault of the server, to give to whoever runs it. */
  get trace(): string | null {
    const { trace, trace_id: id } = this.body;
    return typeof trace === "string" ? trace : typeof id === "string" ? id : null;
  }
  /** True when the same request may well succeed later: no answer, too many requests, or a fault of the server. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
  get retryAfterMs(): number | null {
    return typeof this.body.retry_after_ms === "number" ? this.body.retry_after_ms : null;
  }
}

export interface Ask {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  /** `null` sends no token; absent means the account's. */
  readonly token?: string | null;
  readonly timeoutMs?: number;
  /** Ends the request before its time. */
  readonly signal?: AbortSignal;
}

const defaultTimeoutMs = 30_000;

async function bodyOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}

/** Why an answer is none. */
export async function refusalOf(answer: Response): Promise<Refusal> {
  return refusal(answer.status, await bodyOf(answer));
}

function refusal(status: number, read: unknown): Refusal {
  const fields = (typeof read === "object" && read !== null ? read : {}) as Record<string, unknown>;
  return new Refusal(status, typeof fields.errcode === "string" ? fields.errcode : "NOT_JSON", fields);
}

/** Sends one request to our own server and gives back its JSON, or throws a {@link Refusal}. */
export async function ask<T>(
  path: string,
  { method = "GET", body, token, timeoutMs = defaultTimeoutMs, signal }: Ask = {},
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language.now() };
  let sent: BodyInit | null = null;
  if (body instanceof Blob) {
    sent = body;
    headers["Content-Type"] = body.type || "application/octet-stream";
  } else if (body !== undefined) {
    sent = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
  }
  let answer: Response;
  try {
    const send = (bearer: string | null) => {
      const all = bearer ? { ...headers, Authorization: `Bearer ${bearer}` } : headers;
      const late = AbortSignal.timeout(timeoutMs);
      return fetch(path, { method, headers: all, body: sent, signal: signal ? AbortSignal.any([signal, late]) : late });
    };
    answer = token === undefined ? await withToken(send) : await send(token);
  } catch {
    throw new Refusal(0, "NETWORK", {});
  }
  const read = await bodyOf(answer);
  if (answer.ok) {
    if (read === undefined) throw new Refusal(answer.status, "NOT_JSON", {});
    return read as T;
  }
  throw told(refusal(answer.status, read), token === undefined);
}

/** Tells the page what a refusal says of the account, as far as it was the account's own token. */
function told(refused: Refusal, mine: boolean): Refusal {
  const { code } = refused;
  if (code === "M_UNKNOWN_TOKEN" && mine) sessionEnded(refused.body);
  if (code === lockedCode && mine) nowLocked();
  if (code === expiredCode) expired.set(true);
  if (code === suspendedCode) nowSuspended();
  if (code === "M_CONSENT_NOT_GIVEN") consentAsked.set((before) => before + 1);
  return refused;
}

/** Opens an answer that goes on, with the account's token; `signal` ends it. */
export async function opened(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  const answer = await withToken((bearer) =>
    fetch(path, { headers: bearer ? { ...headers, Authorization: `Bearer ${bearer}` } : headers, signal }),
  );
  if (!answer.ok) throw told(await refusalOf(answer), true);
  return answer;
}
