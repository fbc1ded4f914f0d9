import type { Icon } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import type { WholeSpace } from "../api/spaces";
import type { T } from "../i18n";

/**
 * What a feature gives to the shell. A file that declares one is part of the first page: it may import stores, icons,
 * types and what asks the server, never the pages themselves nor matrix-js-sdk; those come through `load`.
 */
export interface Feature {
  readonly name: string;
  readonly routes: readonly Route[];
  /** Entries of the rail and of the phone's tabs. */
  readonly destinations?: readonly Destination[];
  /** Entries of the command palette for what was typed (empty: suggestions). A hook: it may follow stores. */
  readonly usePalette?: (query: string) => readonly PaletteEntry[];
  /** Places on the rail, below the destinations. */
  readonly places?: Places;
  /** What it puts into a space. */
  readonly apps?: readonly SpaceApp[];
  /** The second column of a space, for pages of other features that stand in one. */
  readonly spaceNav?: () => Promise<{ default: ComponentType<SpaceNavProps> }>;
  /** What it makes of a message, wherever one stands. */
  readonly ofMessages?: OfMessages;
  /** What the server tells me of it that waits for me. */
  readonly notices?: Notices;
  /** What it makes of things of other features. */
  readonly ofThings?: OfThings;
  /** What it has that others may be tied to. */
  readonly things?: Things;
  /** Wraps every page of a signed-in person, mounted once: providers and long-lived work. */
  readonly frame?: () => Promise<{ default: ComponentType<{ children: ReactNode }> }>;
}

export interface Route {
  /** A wouter pattern: `/rooms/:room?/*?`. One route per feature keeps its pages mounted between addresses. */
  readonly path: string;
  /**
   * Every address below such a pattern, as patterns; others lead nowhere. The browser test looks at each. Absent where the
   * path is the only one.
   */
  readonly pages?: readonly string[];
  readonly load: () => Promise<{ default: ComponentType }>;
  /** Asks for what the page at an address, which the browser opened, will want. `parts`: what stands between its slashes. */
  readonly ahead?: (parts: readonly string[]) => void;
  /** `signed-in` unless told. `signed-out` sends a signed-in person home. */
  readonly for?: "everyone" | "signed-out" | "signed-in" | "admin";
}

export interface Destination {
  /** Among the tabs of a phone only: wider windows show its places on the rail. */
  readonly phone?: true;
  readonly href: string;
  readonly icon: Icon;
  readonly name: (t: T) => string;
  /** The second key of `G then …`. */
  readonly letter?: string;
  /** What is about me there; 0 shows nothing. */
  readonly useCount?: () => number;
  /** It counts what others count, too. */
  readonly gathers?: true;
}

export type PaletteGroup = "recent" | "go" | "people" | "tasks" | "decisions" | "posts" | "messages" | "do";
export interface PaletteEntry {
  readonly id: string;
  readonly group: PaletteGroup;
  readonly lead: ReactNode;
  readonly name: string;
  readonly where?: string;
  /** The id of whom it is about: who is from outside is said to be, in words. */
  readonly person?: string | undefined;
  readonly keys?: string;
  /** The server has found it: the words to mark in it, whether or not it has what was typed. */
  readonly found?: string;
  /** An address to go to, or something to do. */
  readonly to: string | (() => void);
}

export interface Places {
  readonly use: () => readonly Place[];
  /** How another one begins; it is called null for who begins none. */
  readonly more: { readonly href: string; readonly useName: () => string | null };
}
export interface Place {
  readonly id: string;
  readonly href: string;
  readonly name: string;
  /** `mxc://…` */
  readonly picture: string | null;
  readonly unread: boolean;
  /** What is about me there. */
  readonly count: number;
}

/** What can be made of a message. It stands in the menu of each, and what became of it below. */
export interface OfMessages {
  /** The tool in which it is made: who has no space with it is offered nothing. */
  readonly app: string;
  /** Not for people from outside. */
  readonly agents?: true;
  readonly icon: Icon;
  readonly name: (t: T) => string;
  /** The dialog that asks how. */
  readonly load: () => Promise<{ default: ComponentType<MessageDeedProps> }>;
  readonly traces: () => Promise<{ default: ComponentType<MessageTraceProps> }>;
}
export interface MessageTraceProps {
  readonly room: string;
  readonly event: string;
}
export interface MessageDeedProps extends MessageTraceProps {
  readonly close: () => void;
}

/** Notices of the server by which something waits for me: they stand in Accueil, each with its action. */
export interface Notices {
  readonly icon: Icon;
  /** Those of these kinds, each with its action. */
  readonly kinds: Readonly<Record<string, (t: T) => string>>;
  /** What somebody wants, after their name. `of`: what the server says beside its words. */
  readonly what: (of: NoticeFacts, t: T) => string;
  readonly path: (of: NoticeFacts) => string;
  /** What can be done at once; without it, there is the way to it alone. */
  readonly acts?: () => Promise<{ default: ComponentType<NoticeActsProps> }>;
  /** What is to be known of it now, beside where it is. */
  readonly Detail?: ComponentType<{ readonly of: NoticeFacts }>;
}
export type NoticeFacts = Readonly<Record<string, unknown>>;
export interface NoticeActsProps {
  readonly of: NoticeFacts;
  /** The way to it. */
  readonly open: ReactNode;
  /** Says that it waits no more, or that it does again. */
  readonly over: (on: boolean) => void;
}

/** What can be made of a thing, in a space that has the tool for it. It stands in the menu of each. */
export interface OfThings {
  /** The tool of the space. */
  readonly app: string;
  readonly icon: Icon;
  readonly name: (t: T) => string;
  readonly path: (space: string, kind: string, id: string) => string;
}

/** Things of one kind: others know their ids, and find here how they look and where they are. */
export interface Things {
  /** The server's word for one. */
  readonly kind: string;
  readonly icon: Icon;
  readonly path: (space: string, id: string) => string;
}

/** A tool of a space, by the verb it stands under. The server's word for it is its id, and part of its address. */
export interface SpaceApp {
  readonly id: string;
  readonly verb: "exchange" | "produce" | "organise";
  readonly icon: Icon;
  readonly name: (t: T) => string;
  readonly load: () => Promise<{ default: ComponentType<SpaceAppProps> }>;
  /** Asks for what it will want of a space. */
  readonly ahead?: (space: string) => void;
}
export interface SpaceNavProps {
  readonly space: string;
  /** The room of it that is open. */
  readonly room: string;
  /** What stands there for who is not in the space. */
  readonly otherwise: ReactNode;
}
export interface SpaceAppProps {
  readonly space: WholeSpace;
  /** The second column of the space. */
  readonly nav: ReactNode;
  /** Address of the space. */
  readonly root: string;
  /** What the address names below the app. */
  readonly part: string | null;
}
