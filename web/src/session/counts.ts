import { store } from "../base/store";

/** What the first page shows of the rooms; filled by the session, without loading it. */
export interface RoomLine {
  readonly id: string;
  readonly name: string;
  /** The other person of a direct conversation. */
  readonly person: { readonly id: string; readonly name: string; readonly picture: string | null } | null;
  readonly isOpen: boolean;
  readonly unread: boolean;
  readonly mentions: number;
}

/** A space that I am in, as the rail shows it. */
export interface SpaceLine {
  readonly id: string;
  readonly name: string;
  readonly picture: string | null;
  readonly model: string;
  readonly archived: boolean;
  readonly feed: string | null;
  readonly feedUnread: boolean;
  readonly feedMentions: number;
  /** In its feed, or in one of its rooms. */
  readonly unread: boolean;
  readonly mentions: number;
}

/** What stands there as long as nothing was told. */
export const noneTold: readonly RoomLine[] = [];
/** Rooms one is in, latest first, for the command palette. */
export const roomLines = store(noneTold);
/** Mentions, unread direct conversations, invitations and requests to come in: what the rail counts. */
export const forMe = store(0);

/** My spaces, by name. */
export const noSpaces: readonly SpaceLine[] = [];
export const spaceLines = store(noSpaces);
/** What is about me in feeds and not read, and spaces that I am invited to. */
export const forMeInSpaces = store(0);
/** What waits for me on Accueil and is not done. */
export const awaited = store(0);
