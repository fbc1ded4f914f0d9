import type { Heir } from "./heirs";
import { ask } from "./http";
import { proven, type Stage } from "./matrix";
import { wired } from "./wired";

/** Organisations, who is of them and how people come to be: `/api/v1/organisations…`. */
const at = encodeURIComponent;
const all = "/api/v1/organisations";
const one = (id: string) => `${all}/${at(id)}`;
/** The same, or what is of no organisation. */
const place = (id: string | null) => (id === null ? "/api/v1/unaffiliated" : one(id));

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly parent?: string;
  readonly siret?: string;
  readonly access_rules: boolean;
  readonly promotes_all: boolean;
  /** How long accounts of its agents are let in; 0 is for ever. */
  readonly validity_days: number;
  /** Whether who is of another one finds its people. */
  readonly open_directory: boolean;
  /** Whether its agents make spaces at once, or ask who approves. */
  readonly spaces: "direct" | "request";
  /** Whether its agents invite people from outside by mail, or who approves alone. */
  readonly guests: "agents" | "approvers";
}
export interface Wish {
  readonly name: string;
  readonly label: string;
  readonly parent?: string;
  readonly siret?: string;
  readonly access_rules?: boolean;
  readonly promotes_all?: boolean;
  readonly validity_days?: number;
  readonly open_directory?: boolean;
  readonly spaces?: "direct" | "request";
  readonly guests?: "agents" | "approvers";
  /** Whoever makes it administers it, unless they are of another one. */
  readonly join?: boolean;
}
/** Those that I administer: all of the server, or my own. */
export const organisations = async () => (await ask<{ organisations: Organisation[] }>(all)).organisations;
export const createOrganisation = (wish: Wish) => ask<Organisation>(all, { method: "POST", body: wish });
export const changeOrganisation = (id: string, wish: Wish) => ask<Organisation>(one(id), { method: "PUT", body: wish });

export interface Domain {
  readonly domain: string;
  /** Those below it, too. */
  readonly below: boolean;
}
/** How the agents of an organisation come in. */
export interface EntryRules {
  /** They are called as the organisation says. */
  readonly names_locked: boolean;
  /** They do what the organisation says. */
  readonly functions_locked: boolean;
  /** They need a second factor. */
  readonly second_factor: boolean;
}
export const entryRules = (id: string) => ask<EntryRules>(`${one(id)}/entry_rules`);
export const setEntryRules = (id: string, rules: EntryRules) =>
  ask<EntryRules>(`${one(id)}/entry_rules`, { method: "PUT", body: rules });

export const domains = async (id: string) => (await ask<{ domains: Domain[] }>(`${one(id)}/domains`)).domains;
export const setDomains = async (id: string, next: readonly Domain[]) =>
  (await ask<{ domains: Domain[] }>(`${one(id)}/domains`, { method: "PUT", body: { domains: next } })).domains;

export type Outcome = "added" | "known" | "taken" | "invalid";
export interface ReportLine {
  readonly line: number;
  readonly text: string;
  readonly outcome: Outcome;
}
export const admitted = async (id: string, after = "") =>
  (await ask<{ addresses: string[] }>(`${one(id)}/addresses?after=${at(after)}`)).addresses;
export const admit = async (id: string, list: string) =>
  (await ask<{ report: ReportLine[] }>(`${one(id)}/addresses`, { method: "POST", body: { list } })).report;
export const dropAddress = (id: string, address: string) =>
  ask<unknown>(`${one(id)}/addresses/${at(address)}`, { method: "DELETE" });

export interface EntryCode {
  readonly id: string;
  readonly purpose: string;
  readonly attested_by: string;
  readonly expires: number;
  readonly uses_left: number;
}
/** A code as it is told this once. */
export interface FreshCode extends EntryCode {
  readonly word: string;
  readonly url: string;
}
export const entryCodes = async (id: string) =>
  (await ask<{ entry_codes: EntryCode[] }>(`${one(id)}/entry_codes`)).entry_codes;
export interface CodeWish {
  readonly purpose: string;
  readonly uses: number;
  readonly expires_in_ms: number;
}
/** Of the same `request` the last answer is good. */
export const makeEntryCode = (id: string, wish: CodeWish, request: string) =>
  ask<FreshCode>(`${one(id)}/entry_codes`, { method: "POST", body: { ...wish, request_id: request } });
export const withdrawEntryCode = (id: string, code: string) =>
  ask<unknown>(`${one(id)}/entry_codes/${at(code)}`, { method: "DELETE" });
/** A token by which the directory of an organisation speaks for it. */
export interface DirectoryToken {
  readonly id: string;
  readonly name: string;
  readonly by: string;
  readonly created: number;
  readonly expires: number;
  readonly used?: number;
  /** Whether its day has not come, and whoever made it still decides. */
  readonly good: boolean;
}
/** A token as it is told this once. */
export interface FreshToken extends DirectoryToken {
  readonly secret: string;
}
export interface DirectoryTokens {
  /** Where the directory speaks to. */
  readonly address: string;
  readonly tokens: readonly DirectoryToken[];
}
export const directoryTokens = (id: string) => ask<DirectoryTokens>(`${one(id)}/directory_tokens`);
export interface TokenWish {
  readonly name: string;
  readonly expires_in_ms: number;
}
/** Of the same `request` the last answer is good. */
export const makeDirectoryToken = (proof: Stage, id: string, wish: TokenWish, request: string) =>
  proven(proof, (auth) =>
    ask<FreshToken>(`${one(id)}/directory_tokens`, {
      method: "POST",
      body: { ...wish, request_id: request, ...(auth ? { auth } : {}) },
    }),
  );
export const revokeDirectoryToken = (id: string, token: string) =>
  ask<unknown>(`${one(id)}/directory_tokens/${at(token)}`, { method: "DELETE" });

/** A group that a directory keeps, and the space that is opened to its people. */
export interface DirectoryGroup {
  readonly id: string;
  readonly name: string;
  readonly people: number;
  readonly space?: string;
  readonly role?: "reader" | "contributor";
}
export const directoryGroups = async (id: string) =>
  (await ask<{ groups: DirectoryGroup[] }>(`${one(id)}/directory_groups`)).groups;
export const openSpaceToGroup = (id: string, group: string, wish: { space?: string; role?: string }) =>
  ask<unknown>(`${one(id)}/directory_groups/${at(group)}`, { method: "PUT", body: wish });

/** Makes me an agent by the word of a code. */
export const enterByWord = (word: string) =>
  ask<{ name: string; label: string }>("/api/v1/entry", { method: "POST", body: { word } });

export type Role = "member" | "approver" | "administrator";
export interface Somebody {
  readonly user_id: string;
  readonly display_name?: string;
  readonly avatar_url?: string;
  readonly since: number;
}
/** Somebody with an account that is looked after here. */
export interface Account extends Somebody {
  /** They read and write no more until somebody lets them. */
  readonly suspended: boolean;
}
export interface Member extends Account {
  readonly role: Role;
  readonly ground: string;
  /** When the account is let in no more; absent: never. */
  readonly ends?: number;
  readonly over: boolean;
}
/** Somebody of no organisation. */
export interface Alone extends Account {
  /** They run the server. */
  readonly runs: boolean;
}
interface Page<X> {
  readonly members: readonly X[];
  /** After whom the next page begins; absent: there is none. */
  readonly next?: string;
}
export type MemberPage = Page<Member>;
const page = (words: string, after: string) => `?q=${at(words)}&after=${at(after)}`;
export const members = (id: string, words: string, after = "") =>
  ask<MemberPage>(`${one(id)}/members${page(words, after)}`);
export const alonePeople = (words: string, after = "") =>
  ask<Page<Alone>>(`${place(null)}/members${page(words, after)}`);
/** Somebody who could become an agent, and of which organisation they are until then. */
export interface Candidate extends Omit<Somebody, "since"> {
  readonly label?: string;
}
export const candidates = async (id: string, words: string) =>
  (await ask<{ people: Candidate[] }>(`${one(id)}/candidates?q=${at(words)}`)).people;
export const putMember = (id: string, user: string, role: Role) =>
  ask<unknown>(`${one(id)}/members/${at(user)}`, { method: "PUT", body: { role } });
/** Lets an agent in again, or longer. */
export const extendMember = (id: string, user: string) =>
  ask<{ ends?: number }>(`${one(id)}/members/${at(user)}/end`, { method: "PUT", body: {} });
export const removeMember = (id: string, user: string) =>
  ask<unknown>(`${one(id)}/members/${at(user)}`, { method: "DELETE" });

export const suspendMember = (id: string | null, user: string, suspended: boolean) =>
  ask<unknown>(`${place(id)}/members/${at(user)}/suspension`, { method: "PUT", body: { suspended } });
/** Ends all sessions of an agent. */
export const signOutMember = (id: string | null, user: string) =>
  ask<unknown>(`${place(id)}/members/${at(user)}/sign_out`, { method: "POST", body: {} });
/** Ends the account of an agent for ever; the heirs take over where they were the last. */
export const endMember = (id: string | null, user: string, heirs: readonly Heir[]) =>
  ask<unknown>(`${place(id)}/members/${at(user)}/deactivate`, { method: "POST", body: { heirs } });

/** A space of an organisation, as its administration sees it. */
export interface HousedSpace {
  readonly space_id: string;
  readonly name: string;
  readonly avatar_url?: string;
  readonly model: string;
  readonly visibility: "public" | "private" | "secret";
  readonly members: number;
  /** Those of them from outside. */
  readonly guests: number;
  /** Ids of some who animate it. */
  readonly animators: readonly string[];
  readonly archived: boolean;
  /** Entry codes on paper that let people in now. */
  readonly codes: number;
  readonly rooms: readonly HousedRoom[];
}
interface HousedRoom {
  readonly room_id: string;
  readonly name: string;
  readonly members: number;
  readonly guests: number;
}
interface HousedSpaces {
  readonly spaces: readonly HousedSpace[];
  readonly total: number;
  /** Where the next page begins. */
  readonly next?: number;
}
export const spacesOf = (id: string | null, words: string, from = 0) =>
  ask<HousedSpaces>(`${place(id)}/spaces?q=${at(words)}&from=${from}`);

/** How much one account may do, by the names of the settings. */
export interface Limits {
  readonly rate_limits: boolean;
  readonly upload_bytes_max: number;
  readonly upload_bytes_total: number;
  readonly uploads_a_day: number;
  readonly download_bytes_a_day: number;
  readonly people_a_day: number;
  readonly glances_a_day: number;
}
/** The domains whose addresses come in by themselves: some of them, and how many there are. */
export const admittedDomains = () => wired("get", "/api/v1/administration/domains", {});

export const limits = () => ask<Limits>("/api/v1/administration/limits");

/** Somebody from outside, who answers for them, and until when. */
export interface External extends Somebody {
  readonly sponsor: string;
  readonly sponsor_name?: string;
  readonly ends: number;
  /** The sponsor has put off the end already. */
  readonly extended: boolean;
  /** When the sponsor asked for more time than they may give. */
  readonly longer_asked?: number;
  /** When they asked for more time themselves. */
  readonly wished?: number;
  readonly over: boolean;
  /** Id of the organisation. */
  readonly organisation: string;
}
/** Takes the second factors of somebody who has lost them. */
export const removeFactors = (proof: Stage, id: string | null, user: string) =>
  proven(proof, (auth) =>
    ask<unknown>(`${place(id)}/members/${at(user)}/factors`, { method: "DELETE", body: auth ? { auth } : {} }),
  );

export const externals = async (id: string, words: string, after = "") =>
  (await ask<{ externals: External[] }>(`${one(id)}/externals${page(words, after)}`)).externals;
/** Somebody with an account, or an address for which one is made. */
export type Whom =
  | { readonly user_id: string }
  /** `language`: in which the letter is written. */
  | { readonly address: string; readonly name: string; readonly language: "fr" | "en" };
/** With a `space`, into that one, too, or not at all. */
export const inviteExternal = (id: string, whom: Whom, until: string, space: string) =>
  ask<{ ends: number }>(`${one(id)}/externals`, {
    method: "POST",
    body: { ...whom, until, ...(space ? { space } : {}) },
  });
/** Somebody for whom I answer, and what some of the others are called who decide in the organisation. */
export interface Sponsored extends External {
  readonly deciders: readonly string[];
}
/** Those from outside for whom I answer. */
export const sponsored = async () => (await ask<{ externals: Sponsored[] }>("/api/v1/sponsored")).externals;
/** Until when I am let in as somebody from outside, and what became of my asking for more time. */
export interface OwnTime {
  readonly ends: number;
  /** From when I may ask; after `ends` where I may not. */
  readonly from: number;
  /** Who answers: who answers for me, or those who decide in the organisation. */
  readonly by: "sponsor" | "organisation";
  readonly state?: "open" | "given" | "declined";
  /** When I asked, or was answered. */
  readonly at?: number;
}
const ownLonger = "/api/v1/organisation/longer";
export const ownTime = () => ask<OwnTime>(ownLonger);
export const askOwnTime = () => ask<unknown>(ownLonger, { method: "POST", body: {} });
/** Those for whom more time is asked, or who ask for it, and whom I answer. */
export const moreTimeAsked = async () => (await ask<{ externals: External[] }>("/api/v1/more_time")).externals;
/** Says no to it. */
export const declineLonger = (id: string, user: string) =>
  ask<unknown>(`${one(id)}/externals/${at(user)}/longer`, { method: "DELETE" });
/** Takes back what I have asked for my guest; what they wish themselves stays. */
export const takeBackLonger = (id: string, user: string) =>
  ask<unknown>(`${one(id)}/externals/${at(user)}/longer?what=asked`, { method: "DELETE" });
/** Asks those who decide in the organisation for more time than I may give. */
export const askLonger = (id: string, user: string) =>
  ask<unknown>(`${one(id)}/externals/${at(user)}/longer`, { method: "POST", body: {} });
export const extendExternal = (id: string, user: string, until: string) =>
  ask<{ ends: number }>(`${one(id)}/externals/${at(user)}/end`, { method: "PUT", body: { until } });
export const endExternal = (id: string, user: string) =>
  ask<unknown>(`${one(id)}/externals/${at(user)}`, { method: "DELETE" });

/** Somebody who has gone to another organisation by a new address, and what they have of this one. */
export interface Move {
  readonly id: string;
  readonly user_id: string;
  readonly display_name?: string;
  /** Label of the organisation they are of now. */
  readonly into: string;
  readonly at: number;
  readonly addresses: readonly string[];
  readonly spaces: readonly { readonly space_id: string; readonly name: string; readonly role: string }[];
}
export const moves = async (id: string) => (await ask<{ moves: Move[] }>(`${one(id)}/moves`)).moves;
export type Withdrawn = { readonly space_id: string; readonly outcome: "out" | "last_animator" | "absent" | "refused" };
export const decideMove = async (id: string, withdraw: readonly string[], addresses: boolean) =>
  (await ask<{ report: Withdrawn[] }>(`/api/v1/moves/${at(id)}`, { method: "PUT", body: { withdraw, addresses } }))
    .report;

export interface Claim {
  readonly wish: string;
  readonly at: number;
  readonly state: "open" | "granted" | "declined";
  readonly reason: string;
}
export interface WaitingClaim extends Claim {
  readonly id: string;
  readonly user_id: string;
  readonly display_name?: string;
}
export const claims = async () => (await ask<{ claims: WaitingClaim[] }>("/api/v1/claims")).claims;
export const answerClaim = (id: string, answer: { organisation: string } | { reason: string }) =>
  ask<unknown>(`/api/v1/claims/${at(id)}/answer`, { method: "PUT", body: answer });
/** What became of my last claim; nothing when I made none. */
export const myClaim = async () => {
  const mine = await ask<Partial<Claim>>("/api/v1/claim");
  return mine.wish === undefined ? null : (mine as Claim);
};
export const claim = (wish: string) => ask<unknown>("/api/v1/claim", { method: "PUT", body: { wish } });

/** Of which organisation I am. */
export interface Own {
  readonly organisation: { readonly id: string; readonly name: string; readonly label: string };
  readonly role: Role;
  readonly external: boolean;
  /** Whether I answer for somebody from outside. */
  readonly sponsors: boolean;
  readonly ends?: number;
  /** Who answers for me, where I am from outside. */
  readonly sponsor?: string;
  readonly sponsor_name?: string;
}
export const ownOrganisation = async () => {
  const own = await ask<Partial<Own>>("/api/v1/organisation");
  return own.organisation ? (own as Own) : null;
};

export interface JournalLine {
  readonly at: number;
  readonly by: string;
  readonly name?: string;
  readonly deed: string;
  readonly about: string;
  /** Ids of those whom it is about: all else in `about` names nobody, whatever it looks like. */
  readonly names: readonly string[];
  /** The label of the organisation in which it was; absent: in the whole house. */
  readonly organisation?: string;
  /** From where somebody looked. */
  readonly address?: string;
  /** Those of whom the lines tell, by id. */
  readonly people: Readonly<Record<string, Told>>;
}
/** Somebody as a journal tells of them. */
export interface Told {
  readonly name?: string;
  /** They have no account any more. */
  readonly ended: boolean;
}
/** What administrators did, or who looked at what is sensitive. */
export type Journal = "deeds" | "accesses";
const journals = (which: Journal, organisation: string | undefined, file: "" | ".csv", before?: number) => {
  const asked = new URLSearchParams();
  if (organisation) asked.set("organisation", organisation);
  if (before) asked.set("before", String(before));
  return `/api/v1/journals/${which}${file}?${asked}`;
};
/** Of an organisation, by its id; of the whole house without one. */
export async function journal(which: Journal, organisation?: string, before?: number): Promise<readonly JournalLine[]> {
  type Page = { readonly lines: readonly JournalLine[]; readonly people: JournalLine["people"] };
  const { lines, people } = await ask<Page>(journals(which, organisation, "", before));
  return lines.map((line) => ({ ...line, people }));
}
export const journalTable = (which: Journal, organisation?: string) => journals(which, organisation, ".csv");

/** A week of an organisation, or of the whole house; figures of too few people are absent. */
export interface Week {
  readonly from: number;
  readonly active?: number;
  readonly messages?: number;
  readonly rooms?: number;
}
export interface Counted {
  readonly people_min: number;
  readonly agents?: number;
  readonly externals?: number;
  readonly expired?: number;
  readonly spaces?: number;
  /** Those in which somebody wrote in the last week. */
  readonly active_spaces?: number;
  readonly weeks: readonly Week[];
}
/** Of an organisation, by its id; of the whole house without one. */
export const statistics = (id?: string) => ask<Counted>(id ? `${one(id)}/statistics` : "/api/v1/statistics");
