import type { Room } from "matrix-js-sdk";
import { createContext, useContext, useMemo, useRef } from "react";
import { type Store, store } from "../../base/store";
import { type Draft, draftOf, draftPlace } from "../../session/drafts";
import { useConnected } from "../../session/hooks";
import type { Message } from "../../session/message";
import { useMay } from "./useMay";

/** What moves the rows of a conversation; its timeline says how. */
export interface Moves {
  /** Brings an event into sight. */
  readonly jump: (event: string) => void;
  /** Goes to the last message, and stays there. */
  readonly latest: () => void;
}
const still: Moves = { jump: () => undefined, latest: () => undefined };

/** One conversation as its rows and its composer share it: a room, or a discussion in it. */
export interface Talk extends Moves {
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
  /** The message whose deletion is to be confirmed. */
  readonly deleting: Store<Message | null>;
  /** The row that shows its tools. */
  readonly active: Store<string | null>;
  /** True while files hover over the conversation. */
  readonly dropping: Store<boolean>;
  /** Sends files, the way the composer does. */
  readonly attach: (files: Iterable<File>) => void;
  /** The timeline hands over its moves, the composer its way to send files. */
  readonly moved: (by: Moves) => void;
  readonly attaches: (how: Talk["attach"]) => void;
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
  const attach = useRef<Talk["attach"]>(() => undefined);
  const shared = useMemo(
    () => ({
      room,
      me,
      thread,
      draft: draftOf(me, draftPlace(room.roomId, thread)),
      deleting: store<Message | null>(null),
      active: store<string | null>(null),
      dropping: store(false),
      jump: (event: string) => moves.current.jump(event),
      latest: () => moves.current.latest(),
      attach: (files: Iterable<File>) => attach.current(files),
      moved: (by: Moves) => {
        moves.current = by;
      },
      attaches: (how: Talk["attach"]) => {
        attach.current = how;
      },
    }),
    [room, me, thread],
  );
  return useMemo(() => ({ ...shared, may }), [shared, may]);
}
