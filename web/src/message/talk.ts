import type { Room } from "matrix-js-sdk";
import { createContext, useContext, useMemo, useRef } from "react";
import { type Store, store } from "../base/store";
import { type Attached, attachments } from "../session/attached";
import { type Draft, draftOf, draftPlace } from "../session/drafts";
import { useConnected } from "../session/hooks";
import type { Message } from "../session/message";
import type { Person } from "../session/people";
import { useMay } from "./useMay";

/** What moves the rows of a conversation; its timeline says how. */
export interface Moves {
  /** Brings an event into sight. */
  readonly jump: (event: string) => void;
  /** Goes to the last message, and stays there. */
  readonly latest: () => void;
}
/** What puts something into the next message; its composer says how. */
export interface Puts {
  /** Puts files beside what is being written. */
  readonly attach: (files: Iterable<File>) => void;
  /** Calls a person, where the cursor is. */
  readonly mention: (who: Person) => void;
}
const nowhere: Puts = { attach: () => undefined, mention: () => undefined };
const still: Moves = { jump: () => undefined, latest: () => undefined };

/** One conversation as its rows and its composer share it: a room, or a discussion in it. */
export interface Talk extends Moves, Puts {
  readonly room: Room;
  readonly me: string;
  readonly thread: string | undefined;
  readonly may: {
    readonly write: boolean;
    readonly react: boolean;
    readonly deleteOwn: boolean;
    readonly deleteOthers: boolean;
  };
  readonly draft: Store<Draft>;
  /** Files that go with the next message. */
  readonly attached: Store<readonly Attached[]>;
  /** Hands those files over, to be sent. */
  readonly take: () => ReturnType<typeof attachments.take>;
  /** The message whose deletion is to be confirmed. */
  readonly deleting: Store<Message | null>;
  /** The message that is to be said elsewhere. */
  readonly forwarding: Store<Message | null>;
  /** The message that is brought before those who run the server. */
  readonly reporting: Store<Message | null>;
  /** The message of which something else is made, and what: its place among the deeds. */
  readonly doing: Store<{ readonly deed: number; readonly of: Message } | null>;
  /** The row that shows its tools. */
  readonly active: Store<string | null>;
  /** True while files hover over the conversation. */
  readonly dropping: Store<boolean>;
  /** The timeline hands over its moves, the composer its ways to put something in. */
  readonly moved: (by: Moves) => void;
  readonly puts: (by: Puts) => void;
}

export const TalkContext = createContext<Talk | null>(null);

export function useTalk(): Talk {
  const talk = useContext(TalkContext);
  if (!talk) throw new Error("outside a conversation");
  return talk;
}

/** Makes what the parts of a conversation share. What I may do changes; what I write and look at stays. */
export function useTalkOf(room: Room, version: number, thread?: string): Talk {
  const { me } = useConnected();
  const may = useMay(room, version);
  const moves = useRef(still);
  const composer = useRef(nowhere);
  const place = draftPlace(room.roomId, thread);
  const shared = useMemo(
    () => ({
      room,
      me,
      thread,
      draft: draftOf(me, place),
      attached: attachments.in(me, place),
      take: () => attachments.take(me, place),
      deleting: store<Message | null>(null),
      forwarding: store<Message | null>(null),
      reporting: store<Message | null>(null),
      doing: store<{ deed: number; of: Message } | null>(null),
      active: store<string | null>(null),
      dropping: store(false),
      jump: (event: string) => moves.current.jump(event),
      latest: () => moves.current.latest(),
      attach: (files: Iterable<File>) => composer.current.attach(files),
      mention: (who: Person) => composer.current.mention(who),
      moved: (by: Moves) => {
        moves.current = by;
      },
      puts: (by: Puts) => {
        composer.current = by;
      },
    }),
    [room, me, thread, place],
  );
  return useMemo(() => ({ ...shared, may }), [shared, may]);
}
