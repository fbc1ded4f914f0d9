import { ask } from "./http";

/** Who takes over from somebody who goes, and rooms from which somebody went without that: `…/heirs`, `/api/v1/unhosted_rooms`. */
const at = encodeURIComponent;

export interface Candidate {
  readonly user_id: string;
  readonly display_name?: string;
}
/** A space with its rooms, or a room, in which somebody is the last who administers. */
export interface HeldPlace {
  readonly id: string;
  readonly kind: "space" | "room";
  readonly name: string;
  /** By whom it goes on where nobody is chosen. */
  readonly rule: "moderators" | "approvers" | "all" | "named_later" | "nobody";
  /** Those whom the rule names by name. */
  readonly heirs: readonly Candidate[];
}
export interface Held {
  readonly places: readonly HeldPlace[];
  /** How many more there are that are not mine to know. */
  readonly untold: number;
}
/** Who takes over what. */
export interface Heir {
  readonly place: string;
  readonly user_id: string;
}

/** Where somebody is the last to administer, and who may take a place over there, with most rights first. */
export interface Holding {
  readonly held: () => Promise<Held>;
  readonly people: (place: string) => Promise<readonly Candidate[]>;
}

function holding(path: string): Holding {
  const asked = (place: string) => ask<{ places: { people: Candidate[] }[] }>(`${path}?place=${at(place)}`);
  return {
    held: () => ask<Held>(path),
    people: async (place) => (await asked(place)).places[0]?.people ?? [],
  };
}

/** What I am the last to administer. */
export const mine = holding("/api/v1/heirs");
/** What somebody is. @param of whose agent they are; null: nobody's */
export const heldBy = (of: string | null, user: string): Holding =>
  holding(`${of === null ? "/api/v1/unaffiliated" : `/api/v1/organisations/${at(of)}`}/members/${at(user)}/heirs`);

/** A room that nobody administers any more, and of which I decide. */
export interface UnhostedRoom {
  readonly room_id: string;
  readonly name: string;
  readonly members: number;
}
const unhosted = "/api/v1/unhosted_rooms";
export const unhostedRooms = async () => (await ask<{ rooms: UnhostedRoom[] }>(unhosted)).rooms;
/** What whoever takes a room over reads of what was written in it before. */
export type History = "all" | "from_now" | "encrypted";
export const couldHost = (id: string) =>
  ask<{ people: readonly Candidate[]; history: History; open: boolean }>(`${unhosted}/${at(id)}`);
export const nameHost = (id: string, user: string) =>
  ask<unknown>(`${unhosted}/${at(id)}`, { method: "PUT", body: { user_id: user } });
