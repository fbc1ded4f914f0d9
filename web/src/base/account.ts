import { keptStore, store } from "./store";

/** Who this browser is signed in as, and the token that proves it. */
export interface Account {
  readonly userId: string;
  readonly deviceId: string;
  readonly accessToken: string;
  /** Gives a new access token when the old one has ended; absent when that one does not end. */
  readonly refreshToken?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
}

const isText = (x: unknown): x is string => typeof x === "string" && x !== "";

function readAccount(kept: unknown): Account | undefined {
  const { userId, deviceId, accessToken, refreshToken, expiresAt } = (kept ?? {}) as Record<string, unknown>;
  if (!isText(userId) || !isText(deviceId) || !isText(accessToken)) return undefined;
  return {
    userId,
    deviceId,
    accessToken,
    refreshToken: isText(refreshToken) ? refreshToken : undefined,
    expiresAt: typeof expiresAt === "number" ? expiresAt : undefined,
  };
}

/** The account of this browser; every tab follows it, so signing out in one signs out of all. */
export const account = keptStore<Account | null>("parvis.account", null, readAccount);

/** How a session came to an end: by its time, because this device was signed out, with its account, or while that is shut. */
export type Ending = "expired" | "removed" | "over" | "locked";

/** Set while the server refuses the token: the pages stay as they are, and a dialog asks for the password again. */
export const ended = store<Ending | null>(null);
/** Whether an account was ended here, by who had it: the door says so until somebody comes in. */
export const farewell = store(false);

/** How the server says that an account has ended, to who had a session of it. */
const overField = "fr.parvis.account_ended";

/** The server does not know the token any more, for a reason that its refusal says: the device may still be there. */
export function sessionEnded(refusal: Record<string, unknown>): void {
  if (!account.now() || ended.now() === "over") return;
  ended.set(refusal[overField] === true ? "over" : refusal.soft_logout === true ? "expired" : "removed");
}

/** How the server refuses an account that lets nobody in, for as long as it does not. */
export const lockedCode = "M_USER_LOCKED";
/** The account is shut, by whoever administers or as its organisation's pilot is over. */
export function nowLocked(): void {
  if (account.now() && ended.now() === null) ended.set("locked");
}
/** The server answers again: nothing shuts the account any more. */
export function letIn(): void {
  if (ended.now() === "locked") ended.set(null);
}

/** Counts how often the server refused something since the terms of use are not accepted. */
export const consentAsked = store(0);

/** Counts how often the server said that the account may do something else than before: that it is suspended, or administers. */
export const accessMoved = store(0);

/** The time of the account is over: whatever was asked last was refused for it. */
export const expired = store(false);
/** How the server refuses such an account. */
export const expiredCode = "ORG_MATRIX_EXPIRED_ACCOUNT";

/** What the shell shows of me; filled at the start, and again whenever the profile changes. */
export interface Me {
  readonly userId: string;
  readonly name: string;
  readonly picture: string | null;
  readonly admin: boolean;
  /** Runs an organisation. */
  readonly administers: boolean;
  /** The id of the organisation that they are of. */
  readonly organisation?: string | undefined;
  /** Where codes go that prove who they are, when they have no password. */
  readonly mailedTo?: string | undefined;
  /** Where a code goes after which they set up their first second factor. */
  readonly enrolsAt?: string | undefined;
  /** They have no password, and no mail that they alone read: a passkey is all they prove by. */
  readonly byKey?: boolean | undefined;
  /** Their organisation gives them their name. */
  readonly nameLocked?: boolean | undefined;
  /** By what they may prove who they are, beside a first proof: "totp", "passkey", "recovery_code". */
  readonly ways?: readonly string[] | undefined;
  /** They must have a second factor to administer, and have none. */
  readonly factorDue?: boolean | undefined;
  /** They read, and write nothing, until who administers says otherwise. */
  readonly suspended?: boolean | undefined;
  /** They decide what people of their organisation ask for. */
  readonly decides?: boolean | undefined;
  /** They answer for somebody from outside. */
  readonly sponsors?: boolean | undefined;
  /** Whose guest they are, where they are from outside. */
  readonly guest?: Guest | undefined;
}

/** Somebody from outside: for whom they are here, who answers for them, and until when. */
export interface Guest {
  readonly organisation: string;
  readonly sponsor: string;
  readonly until: number;
}

/** Whether people wait for what somebody decides, or answers for those from outside. */
export const isAsked = (who: Me | null | undefined): boolean =>
  [who?.admin, who?.administers, who?.decides, who?.sponsors].includes(true);

function readGuest(kept: unknown): Guest | undefined {
  const { organisation, sponsor, until } = (kept ?? {}) as Record<string, unknown>;
  return isText(organisation) && typeof sponsor === "string" && typeof until === "number"
    ? { organisation, sponsor, until }
    : undefined;
}

function readMe(kept: unknown): Me | undefined {
  const fields = (kept ?? {}) as Record<string, unknown>;
  const { userId, name, picture, admin, administers, organisation, mailedTo, enrolsAt, nameLocked, ways, factorDue } =
    fields;
  if (!isText(userId) || !isText(name) || userId !== account.now()?.userId) return undefined;
  return {
    userId,
    name,
    picture: isText(picture) ? picture : null,
    admin: admin === true,
    administers: administers === true,
    organisation: isText(organisation) ? organisation : undefined,
    mailedTo: isText(mailedTo) ? mailedTo : undefined,
    enrolsAt: isText(enrolsAt) ? enrolsAt : undefined,
    byKey: fields.byKey === true,
    nameLocked: nameLocked === true,
    ways: Array.isArray(ways) ? ways.filter(isText) : undefined,
    factorDue: factorDue === true,
    suspended: fields.suspended === true,
    decides: fields.decides === true,
    sponsors: fields.sponsors === true,
    guest: readGuest(fields.guest),
  };
}

/** Kept, so that one has a name without a network, too. */
export const me = keptStore<Me | null>("parvis.me", null, readMe);

/** How the server refuses what who is suspended would write. */
export const suspendedCode = "M_USER_SUSPENDED";
/** Somebody learns by a refusal that they are suspended. */
export const nowSuspended = (): void => me.set((before) => before && { ...before, suspended: true });

export function signedIn(next: Account): void {
  if (account.now()?.userId !== next.userId) me.set(null);
  account.set(next);
  ended.set(null);
  farewell.set(false);
}

export function signedOut(): void {
  account.set(null);
  me.set(null);
  ended.set(null);
}
