import { language } from "../base/preferences";
import { askAhead, askOnce } from "./ahead";
import { ask, refusalOf } from "./http";
import { withToken } from "./tokens";

/** Spaces, their people, and what is asked of them: `/api/v1/spaces`, `/api/v1/space_requests`, `/api/v1/feeds`. */
const at = encodeURIComponent;
const all = "/api/v1/spaces";
const one = (space: string) => `${all}/${at(space)}`;

export const models = ["community", "project", "committee", "case", "blank"] as const;
export type Model = (typeof models)[number];
/** Who learns that there is a space. */
export type Visibility = "public" | "private" | "secret";
/** How one comes in. */
export type Joining = "free" | "approval" | "invitation";
export type SpaceRole = "animator" | "contributor" | "reader" | "guest" | "guest_here";

export interface SpaceOrganisation {
  readonly id: string;
  readonly label: string;
}

/** A space as lists show it. Who is in one of its rooms alone learns its name and nothing more. */
export interface Space {
  readonly space_id: string;
  readonly name: string;
  /** Null for who is not in it. */
  readonly role: SpaceRole | null;
  readonly purpose?: string;
  readonly avatar_url?: string;
  readonly model?: Model;
  readonly apps?: readonly string[];
  readonly visibility?: Visibility;
  readonly joining?: Joining;
  readonly members?: number;
  readonly guests?: number;
  readonly organisations?: readonly SpaceOrganisation[];
  readonly feed_room?: string;
  readonly archived?: boolean;
  /** I asked to come in. */
  readonly asked?: boolean;
  readonly invited?: boolean;
}

/** What the server lets me do in a space. */
export type Right =
  | "look"
  | "join"
  | "leave"
  | "enter"
  | "read"
  | "react"
  | "confirm"
  | "post"
  | "comment"
  | "pin"
  | "remind"
  | "invite"
  | "admit"
  | "set_role"
  | "remove"
  | "make_room"
  | "make_entry_code"
  | "export"
  | "view"
  | "configure"
  | "see_tasks"
  | "see_all_tasks"
  | "do_tasks"
  | "do_all_tasks"
  | "validate_tasks"
  | "arrange_tasks"
  | "see_decisions"
  | "see_all_decisions"
  | "propose_decisions"
  | "take_decisions"
  | "execute_decisions";

export interface SpaceRoom {
  readonly room_id: string;
  readonly name: string;
  readonly joined: boolean;
  readonly join_rule: string;
  readonly encrypted: boolean;
  readonly guests: number;
}

/** How a place stands to people from outside, by its access rules. */
export type ForExternals = "free" | "refused" | "admitted" | "closed" | "never";
/** What may be set apart for one person. */
export const apartApps = ["feed", "tasks", "decisions"] as const;
export type ApartApp = (typeof apartApps)[number];
/** What each of them can be; otherwise it is as the role of that person has it. */
export const grantsOf = {
  feed: ["none", "read", "write"],
  tasks: ["none", "own", "all", "validate"],
  decisions: ["none", "own", "read", "write", "take"],
} as const satisfies Record<ApartApp, readonly string[]>;
/** What the server gives to nobody from outside. */
export const agentsAlone: readonly string[] = ["tasks validate", "decisions write", "decisions take"];
/** An app that is set apart for somebody. */
export interface Apart {
  readonly user_id: string;
  readonly app: ApartApp;
  readonly grant: string;
  /** Who chose it, as far as that was kept. */
  readonly by?: string;
}

export interface Audience {
  readonly externals: ForExternals;
  readonly people: number;
  readonly guests: number;
  readonly organisations: readonly { readonly label: string; readonly count: number }[];
  readonly why: "free" | "approval" | "invitation" | "space";
}

/** How much of an app somebody sees, by the table of rights: of "own" it is what is theirs. */
export type Sight = "all" | "own" | "none";
/** What of an app is seen by members, by guests of the space, and by who is invited to a room alone. */
export interface Sights {
  readonly members: Sight;
  readonly guests: Sight;
  readonly guests_here: Sight;
}

/** A space as who opens it sees it. */
export interface WholeSpace extends Space {
  readonly rights: readonly Right[];
  readonly rooms?: readonly SpaceRoom[];
  readonly audience?: Audience & { readonly sees?: Readonly<Record<ApartApp, Sights>> };
  /** Who reads its feed, which may be set apart for some. */
  readonly feed_audience?: Audience;
  /** What is set apart in it, and for whom. */
  readonly apart?: readonly Apart[];
}

/** What is wished for of a new space. */
export interface Wish {
  readonly model: Model;
  readonly name: string;
  readonly purpose: string;
  readonly visibility: Visibility;
  readonly joining: Joining;
  readonly members_expected?: number;
  readonly need?: string;
}

/** A request for a space. */
export interface SpaceRequest {
  readonly id: string;
  readonly by: string;
  readonly wish: Wish;
  readonly state: "waiting" | "approved" | "refused";
  readonly reason?: string;
  readonly at: number;
  readonly decided_by?: string;
  /** The space that came of it. */
  readonly space_id?: string;
  /** I am one of those who decide. */
  readonly may_decide?: boolean;
}

/** Mine, and those that I may find. */
export async function spaces(term = ""): Promise<readonly Space[]> {
  const found: Space[] = [];
  for (let from: number | undefined = 0; from !== undefined && found.length < foundMax; ) {
    const page: { spaces: Space[]; next?: number } = await ask(`${all}?from=${from}${term ? `&q=${at(term)}` : ""}`);
    found.push(...page.spaces);
    from = page.next;
  }
  return found;
}
const foundMax = 5000;
export const space = (id: string) => askOnce<WholeSpace>(one(id));
/** Asks for it before its page is there. */
export const spaceAhead = (id: string): void => askAhead(one(id));

/** Made at once, or asked for; the same `request` makes it once. */
export const makeSpace = (wish: Wish, request: string) =>
  ask<{ space_id?: string; request?: string }>(all, {
    method: "POST",
    body: { ...wish, request_id: request },
  });

export type SpaceChange = Partial<
  Pick<Space, "name" | "purpose" | "avatar_url" | "apps" | "visibility" | "joining" | "archived"> & {
    /** Opens it to people from outside, or closes it to them, which takes out those who are there. */
    readonly guests: boolean;
    /** Ids of those whose it is. */
    readonly organisations: readonly string[];
  }
>;
export const changeSpace = (id: string, change: SpaceChange) =>
  ask<WholeSpace>(one(id), { method: "PUT", body: change });
export const joinSpace = (id: string, reason = "") =>
  ask<WholeSpace>(`${one(id)}/join`, { method: "POST", body: reason ? { reason } : {} });
/** The same `request` makes it once. */
export const newSpaceRoom = (id: string, room: { name: string; topic?: string; private: boolean }, request: string) =>
  ask<{ room_id: string }>(`${one(id)}/rooms`, { method: "POST", body: { ...room, request_id: request } });

/** Somebody in a space, or before its door. */
export interface SpaceMember {
  readonly user_id: string;
  readonly display_name?: string;
  readonly avatar_url?: string;
  readonly role: SpaceRole;
  readonly organisation?: SpaceOrganisation;
  readonly external: { readonly sponsor?: string; readonly until?: number } | null;
  readonly since: number;
  /** Why they ask to come in. */
  readonly reason?: string;
}
/** An invitation that was mailed, and that nobody has used. */
export interface MailedInvitation {
  readonly code: string;
  readonly address: string;
  readonly expires: number;
  /** Until when whoever makes an account by it is a guest. */
  readonly guest_until: number;
  /** Their address is of an organisation of the house: they come as its agent. */
  readonly agent: boolean;
}
export interface SpaceMembers {
  readonly members: readonly SpaceMember[];
  readonly invited: readonly SpaceMember[];
  readonly asking: readonly SpaceMember[];
  /** Who was invited by mail and has not come, for who hosts the space. */
  readonly mailed: readonly MailedInvitation[];
  readonly total?: number;
  readonly next?: number;
}
export const spaceMembers = (id: string, term = "", from = 0) =>
  ask<SpaceMembers>(`${one(id)}/members?from=${from}${term ? `&q=${at(term)}` : ""}`);
/** Somebody from outside whom closing the space takes out. */
export interface SpaceExternal {
  readonly user_id: string;
  readonly display_name?: string;
  readonly joined: boolean;
}
export const spaceExternals = async (id: string) =>
  (await ask<{ externals: SpaceExternal[] }>(`${one(id)}/externals`)).externals;
export const setSpaceRole = (id: string, user: string, role: SpaceRole) =>
  ask<unknown>(`${one(id)}/members/${at(user)}`, { method: "PUT", body: { role } });
/** Sets one app apart for somebody, or has it as their role does (`usual`); what else is set apart stays. */
export const setApart = (id: string, user: string, app: ApartApp, grant: string) =>
  ask<unknown>(`${one(id)}/members/${at(user)}`, { method: "PUT", body: { apps: { [app]: grant } } });
export const removeFromSpace = (id: string, user: string) =>
  ask<unknown>(`${one(id)}/members/${at(user)}`, { method: "DELETE" });
export const answerAsking = (id: string, user: string, accept: boolean) =>
  ask<unknown>(`${one(id)}/asking/${at(user)}`, { method: "PUT", body: { accept } });

export interface InvitedLine {
  readonly line: number;
  readonly text: string;
  readonly outcome:
    | "invited"
    | "member"
    | "invited_before"
    | "mailed"
    | "unknown"
    | "external_closed"
    | "for_approvers"
    | "limit"
    | "too_often"
    | "shared"
    | "blocked"
    | "invalid";
  readonly user_id?: string;
  /** The organisation of the house as whose agent they come who were written to. */
  readonly agent_of?: string;
  /** Until when they come who were written to, from outside. */
  readonly guest_until?: number;
}
/** Until which day those from outside are guests, and whether who was written to before is written to once more. */
export interface InvitedHow {
  readonly until?: string;
  readonly again?: boolean;
}
/** People by id or address, or a list as it was pasted. */
export const inviteToSpace = async (
  id: string,
  whom: { people: readonly string[] } | { list: string },
  how: InvitedHow = {},
) =>
  (await ask<{ report: InvitedLine[] }>(`${one(id)}/invitations`, { method: "POST", body: { ...whom, ...how } }))
    .report;
export const withdrawCode = (id: string, code: string) =>
  ask<unknown>(`${one(id)}/entry_codes/${at(code)}`, { method: "DELETE" });

/** A way in on paper. */
export interface SpaceEntryCode {
  readonly code: string;
  readonly word: string;
  readonly url: string;
  readonly name?: string;
}
export interface CodeWish {
  readonly uses: number;
  /** What it is for, to tell it from others. */
  readonly name?: string;
  readonly expires_in_ms: number;
  readonly role: SpaceRole;
  /** The id of the organisation whose agents those become who come by it. */
  readonly organisation?: string;
}
/** A code that is valid still; its word was told once, when it was made. */
export interface ValidCode {
  readonly code: string;
  readonly uses_left: number;
  readonly expires: number;
  readonly name?: string;
  /** The id of the organisation whose agents those become who come by it. */
  readonly organisation?: string;
}
export const spaceCodes = async (id: string) =>
  (await ask<{ entry_codes: ValidCode[] }>(`${one(id)}/entry_codes`)).entry_codes;
/** Of the same `request` the last answer is good. */
export const newEntryCode = (id: string, wish: CodeWish, request: string) =>
  ask<SpaceEntryCode>(`${one(id)}/entry_codes`, { method: "POST", body: { ...wish, request_id: request } });
/** What an entry code opens, as who holds it is told. */
export interface SpaceDoor {
  readonly name: string;
  readonly invited_by: string;
  /** It makes an account, too. */
  readonly admits: boolean;
  /** The organisation whose agent one becomes by it, who is of none. */
  readonly agent_of?: string;
  /** The organisation whose guest one becomes by it, who comes from outside. */
  readonly guest_of?: string;
  /** Access rules keep out who is of no organisation, and this code makes no agents. */
  readonly for_agents: boolean;
  /** The address to which it was mailed. */
  readonly mailed_to?: string;
  /** One comes in by the door, with that address: it is of the house, or leads to an account. */
  readonly at_door: boolean;
}
const entry = "/api/v1/space_entry";
export const entryDoor = (word: string) => ask<SpaceDoor>(`${entry}/${at(word)}`);
export const enterByWord = (word: string) => ask<WholeSpace>(entry, { method: "POST", body: { word } });

export interface SeenPart {
  readonly kind: "space" | "feed" | "room" | "tasks" | "decisions";
  readonly room_id: string;
  readonly name: string;
  readonly why:
    | "member"
    | "may_come"
    | "found"
    | "name_only"
    | "own"
    | "set_apart"
    | "not_of_space"
    | "not_invited"
    | "external";
}
export interface SpaceView {
  readonly preset: SpaceRole | "none";
  readonly may: readonly Right[];
  readonly sees: readonly SeenPart[];
  readonly not: readonly SeenPart[];
  /** What is set apart for them. */
  readonly apart: readonly Apart[];
}
export const spaceView = (id: string, user: string) => ask<SpaceView>(`${one(id)}/view/${at(user)}`);
export const roomAudience = (room: string) => ask<Audience>(`/api/v1/rooms/${at(room)}/audience`);

const requests = "/api/v1/space_requests";
/** Mine, and those that I may decide. */
export const spaceRequests = async () => {
  return (await ask<{ requests: SpaceRequest[] }>(requests)).requests;
};
/** Those that wait for me to decide. */
export const toDecide = (all: readonly SpaceRequest[]): readonly SpaceRequest[] =>
  all.filter((one) => one.state === "waiting" && one.may_decide === true);
export const decideRequest = (id: string, decision: "approve" | "refuse", reason: string, amended?: Partial<Wish>) =>
  ask<unknown>(`${requests}/${at(id)}`, {
    method: "PUT",
    body: { decision, ...(reason ? { reason } : {}), ...(amended ? { amended } : {}) },
  });
export const withdrawRequest = (id: string) => ask<unknown>(`${requests}/${at(id)}`, { method: "DELETE" });

const post = (room: string, event: string) => `/api/v1/feeds/${at(room)}/posts/${at(event)}`;
/** Who said that they read a post; `missing` is told to its author and to animators. */
export interface Confirmations {
  readonly asked_of: number;
  readonly confirmed: readonly { readonly user_id: string; readonly at: number }[];
  readonly missing?: readonly string[];
  /** When they were reminded last, told to the same; `people`: how many, where it was counted. */
  readonly reminded?: { readonly by: string; readonly at: number; readonly people?: number };
}
export const confirmations = (room: string, event: string) => ask<Confirmations>(`${post(room, event)}/confirmations`);
export const remind = (room: string, event: string) =>
  ask<unknown>(`${post(room, event)}/reminder`, { method: "POST", body: {} });

export const membersTable = (id: string) => `${one(id)}/members.csv`;
export const confirmationsTable = (room: string, event: string) => `${post(room, event)}/confirmations.csv`;

const keptMs = 60_000;
/** Gives a file to whoever asked for it. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}

/** A table as a file, in the language of now. */
export async function tableAt(path: string): Promise<Blob> {
  const answer = await withToken((token) =>
    fetch(path, {
      headers: { "Accept-Language": language.now(), ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    }),
  );
  if (!answer.ok) throw await refusalOf(answer);
  return answer.blob();
}

/** Takes a table along as a file, in the language of now. */
export async function saveTable(path: string, name: string): Promise<void> {
  saveFile(await tableAt(path), name);
}

/** A space that nobody animates any more, and of which I decide. */
export interface UnanimatedSpace {
  readonly space_id: string;
  readonly name: string;
  readonly members: number;
}
const unanimated = "/api/v1/unanimated_spaces";
export const unanimatedSpaces = async () => (await ask<{ spaces: UnanimatedSpace[] }>(unanimated)).spaces;
export const couldAnimate = async (id: string) =>
  (await ask<{ people: { user_id: string; display_name?: string }[] }>(`${unanimated}/${at(id)}`)).people;
export const nameAnimator = (id: string, user: string) =>
  ask<unknown>(`${unanimated}/${at(id)}`, { method: "PUT", body: { user_id: user } });
