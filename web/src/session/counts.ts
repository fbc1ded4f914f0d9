import { store } from "../base/store";

/** What the first page shows of the rooms; filled by the session, without loading it. */
export interface RoomLine {
  readonly id: string;
  readonly name: string;
  /** The other person of a direct conversation. */
  readonly person: { readonly id: string; readonly name: string; readonly picture: string | null } | null;
  readonly isPublic: boolean;
  readonly unread: boolean;
  readonly mentions: number;
}

/** What stands there as long as nothing was told. */
export const noneTold: readonly RoomLine[] = [];
/** Rooms one is in, latest first, for the command palette. */
export const roomLines = store(noneTold);
/** Mentions, unread direct conversations, invitations and requests to come in: what the rail counts. */
export const forMe = store(0);
