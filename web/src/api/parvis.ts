import { byToken, type Way, withFurther } from "./further";
import { ask } from "./http";
import { accountOf, type Login } from "./matrix";
import { browserSecret } from "./secret";

/** Our own addresses, where Matrix has none: `/api/v1/…`. */
const at = encodeURIComponent;

export type Registration = "closed" | "invitation" | "token" | "open";

export interface Server {
  readonly name: string;
  readonly server_name: string;
  readonly registration: Registration;
  readonly demo: boolean;
  readonly version: string;
  /** Nobody runs it yet: somebody becomes the first administrator by the link that it prints. */
  readonly setup: boolean;
  /** Mails reach people: a code comes to who asks for one. */
  readonly mail: boolean;
  /** It looks at pages that people link to. */
  readonly link_previews: boolean;
  /** Characters that a new password has at least. */
  readonly password_length: number;
  /** The address of the terms that one accepts by making an account. */
  readonly terms?: string;
  /** Who helps with this house, where its operator says so. */
  readonly support_mail?: string;
  readonly support_page?: string;
}
export const server = () => ask<Server>("/api/v1/server", { token: null });

/** The address under which this house is reached, as it tells others. */
export const publicAddress = async () =>
  (await ask<{ "m.homeserver": { base_url: string } }>("/.well-known/matrix/client", { token: null }))["m.homeserver"]
    .base_url;

/** What I may do, and how I come in. */
export interface Rights {
  readonly admin: boolean;
  readonly password: boolean;
  readonly name_locked: boolean;
  readonly function_locked: boolean;
  /** By what I may prove who I am, beside a first proof. */
  readonly second_factor: readonly Way[];
  /** I must have one to administer, and have none. */
  readonly second_factor_due: boolean;
  /** My first one is set up after a code that is mailed to me, whatever password I have. */
  readonly second_factor_by_mail: boolean;
  /** I read, and write nothing. */
  readonly suspended: boolean;
  /** In which language I read, once I said it. */
  readonly language?: "fr" | "en";
}
export const whoami = () => ask<Rights>("/api/v1/me");
/** Says in which language I read, for the letters of the house. */
export const tellLanguage = (language: "fr" | "en") =>
  ask<unknown>("/api/v1/me", { method: "PUT", body: { language } });

export interface Invitation {
  readonly token: string;
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}
/** Who may come in; `token` is the registration code of the mode of that name. */
export interface Rules {
  readonly mode: Registration;
  readonly token?: string;
}
export const registration = () => ask<Rules>("/api/v1/registration");
export const setRegistration = (mode: Registration) =>
  ask<Rules>("/api/v1/registration", { method: "PUT", body: { mode } });

export const invitations = () => ask<{ invitations: Invitation[] }>("/api/v1/invitations");
/** The same `request` makes it once. */
export const invite = (request: string) =>
  ask<Invitation>("/api/v1/invitations", { method: "POST", body: { request_id: request } });
export const withdraw = (token: string) => ask<unknown>(`/api/v1/invitations/${at(token)}`, { method: "DELETE" });
export const invitation = (token: string) =>
  ask<{ expires: number }>(`/api/v1/invitations/${at(token)}`, { token: null });

export const setup = (token: string) => ask<unknown>(`/api/v1/setup/${at(token)}`, { token: null });
export const completeSetup = (token: string, who: { username: string; password: string; displayname: string }) =>
  ask<unknown>(`/api/v1/setup/${at(token)}`, { method: "POST", body: who, token: null });

/** What somebody reported: a message, when there is an event; otherwise a room, or a person. */
export interface Report {
  readonly id: number;
  readonly received_ts: number;
  /** It is about me: others decide on it, and nothing more is told. */
  readonly about_me?: true;
  readonly user_id?: string;
  readonly reason?: string;
  readonly about_user_id?: string;
  readonly room_id?: string;
  readonly name?: string;
  readonly event_id?: string;
  readonly sender?: string;
  /** It changed the room, and is no message. */
  readonly changes?: boolean;
  /** The label of whose administrators decide on it, too. */
  readonly organisation?: string;
  /** What may be made of it. */
  readonly may: readonly Decision[];
  readonly decided?: { readonly decision: Decision; readonly at: number; readonly by: string; readonly reason: string };
}
export type Decision = "dismiss" | "warn" | "redact" | "suspend";
/** What was said in a room, the reported message last, as far as the server still shows it. */
export interface SaidThere {
  readonly event_id: string;
  readonly sender: string;
  readonly type: string;
  readonly ts: number;
  readonly body?: string;
  /** The same with its form, where it has one. */
  readonly html?: string;
  readonly redacted?: boolean;
  /** What was changed in the room, where it is no message. */
  readonly state?: RoomChange;
}
/** A change of a room: whom it is about, and what it sets. */
export interface RoomChange {
  readonly key: string;
  readonly name?: string;
  readonly topic?: string;
  readonly membership?: string;
  readonly displayname?: string;
  readonly join_rule?: string;
}
export const reports = async (state: "open" | "decided") =>
  (await ask<{ reports: Report[] }>(`/api/v1/reports?limit=500&state=${state}`)).reports;
export const saidAround = async (id: number) => (await ask<{ context: SaidThere[] }>(`/api/v1/reports/${id}`)).context;
export const decideReport = (id: number, decision: Decision, reason: string) =>
  ask<unknown>(`/api/v1/reports/${id}`, { method: "PUT", body: { decision, reason } });

/** Somebody one may choose to be, in a demonstration. */
export interface DemoPerson {
  readonly user: string;
  readonly name: string;
  readonly role?: string;
}
export const demoPeople = () => ask<{ people: DemoPerson[] }>("/api/v1/demo/people", { token: null });
export const becomeDemoPerson = async (user: string) =>
  accountOf(await ask<Login>(`/api/v1/demo/people/${at(user)}/session`, { method: "POST", body: {}, token: null }));

/** An application of others that asks to be let into an account. */
export interface Visitor {
  readonly name: string;
  /** The page that tells of it. */
  readonly uri?: string;
  /** Where it gets what it asks for; programs on somebody's device have none. */
  readonly host?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
}
/** What it asks for; `wrong` says why that cannot be granted, and `refusal` takes the browser back without it. */
export interface Asking {
  readonly application: Visitor;
  readonly refusal?: string;
  readonly wrong?: string;
}
/** Who lets it in without being signed in here. */
export interface Owner {
  readonly user: string;
  readonly password: string;
}
/** Sends what an owner consents to, who is signed in or proves here who they are, with a second factor where one is asked for. */
function consent<X>(path: string, owner: Owner | null, fields: object = {}): Promise<X> {
  const send = (proof: object) =>
    ask<X>(path, { method: "POST", body: { ...fields, ...proof }, ...(owner ? { token: null } : {}) });
  if (!owner) return send({});
  const secret = browserSecret();
  const { user, password } = owner;
  return withFurther(
    secret,
    () => send({ identifier: { type: "m.id.user", user }, password, "fr.parvis.secret": secret }),
    (token) => send(byToken(token)),
  );
}
const authorization = "/api/v1/oauth/authorization";
/** `asked` is the query with which the application sent the browser here. */
export const askedBy = (asked: string, lang: string) => ask<Asking>(`${authorization}?${asked}&lang=${lang}`);
export const letIn = (asked: string, owner: Owner | null) =>
  consent<{ redirect: string }>(`${authorization}?${asked}`, owner);

/** A client that knows nothing of OAuth sends the browser here with the address where it waits for it. */
const elsewhere = "/api/v1/sso/authorization";
export const askedFrom = (asked: string) => ask<Asking>(`${elsewhere}?${asked}`);
export const signInElsewhere = (asked: string, owner: Owner | null) =>
  consent<{ redirect: string }>(`${elsewhere}?${asked}`, owner);

/** An application without a browser shows a word, which its person types here. */
const waiting = (word: string) => `/api/v1/oauth/device_codes/${at(word)}`;
export const askedByWord = (word: string, lang: string) => ask<Asking>(`${waiting(word)}?lang=${lang}`);
export const decideOnWord = (word: string, allow: boolean, owner: Owner | null = null) =>
  allow
    ? consent<unknown>(waiting(word), owner, { allow })
    : ask<unknown>(waiting(word), { method: "POST", body: { allow }, token: null });
