import type { Room } from "matrix-js-sdk";
import { createContext, useContext } from "react";
import { type Store, store } from "../../base/store";
import type { Message } from "../../session/message";

/** What the composer is about to do. */
export type Intent =
  | { readonly kind: "new" }
  | { readonly kind: "reply"; readonly to: Message }
  | { readonly kind: "edit"; readonly of: Message };

/** One conversation as its rows and its composer share it: a room, or a discussion in it. */
export interface Talk {
  readonly room: Room;
  readonly me: string;
  readonly thread: string | undefined;
  readonly may: {
    readonly write: boolean;
    readonly react: boolean;
    readonly deleteOwn: boolean;
    readonly deleteOthers: boolean;
  };
  readonly intent: Store<Intent>;
  /** The message whose deletion is to be confirmed. */
  readonly deleting: Store<Message | null>;
  /** The row that shows its tools. */
  readonly active: Store<string | null>;
  /** Brings an event into sight. */
  readonly jump: (event: string) => void;
}

export const intentStore = (): Store<Intent> => store<Intent>({ kind: "new" });
export const TalkContext = createContext<Talk | null>(null);

export function useTalk(): Talk {
  const talk = useContext(TalkContext);
  if (!talk) throw new Error("outside a conversation");
  return talk;
}
