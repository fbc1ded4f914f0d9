import { EventType, type MatrixEvent } from "matrix-js-sdk";
import { plain } from "../base/names";
import { localpart } from "./people";

/** What happened to the room, as a sentence to be said: the key of its words and what goes into them. */
export interface StateLine {
  readonly id: string;
  readonly ts: number;
  readonly what: StateWhat;
  /** Who did it. */
  readonly by: string;
  /** To whom, or the new name, topic, address. */
  readonly to: string;
}

export type StateWhat =
  | "joined"
  | "left"
  | "invited"
  | "refused"
  | "kicked"
  | "banned"
  | "unbanned"
  | "knocked"
  | "admitted"
  | "declined"
  | "withdrawn"
  | "uninvited"
  | "renamedSelf"
  | "face"
  | "created"
  | "name"
  | "nameGone"
  | "topic"
  | "topicGone"
  | "picture"
  | "public"
  | "invite"
  | "knock"
  | "history"
  | "roles"
  | "moved"
  | "encryption"
  | "pinned"
  | "unpinned"
  | "pins"
  | "alias";

type Content = Record<string, unknown>;
const name = (event: MatrixEvent): string => {
  const sender = event.getSender() ?? "";
  return plain(event.sender?.rawDisplayName ?? "") || localpart(sender);
};
const pinnedIn = (content: Content): unknown[] => (Array.isArray(content.pinned) ? content.pinned : []);
/** What became of the pinned messages: some came, some went, or both. */
function pinning(event: MatrixEvent): "pinned" | "unpinned" | "pins" {
  const [now, before] = [pinnedIn(event.getContent()), pinnedIn(event.getPrevContent())];
  const came = now.some((id) => !before.includes(id));
  const went = before.some((id) => !now.includes(id));
  return came === went ? "pins" : came ? "pinned" : "unpinned";
}

const target = (event: MatrixEvent): string => {
  const { displayname } = event.getContent<Content>();
  const before = event.getPrevContent() as Content;
  const said = typeof displayname === "string" ? displayname : before.displayname;
  return (typeof said === "string" && plain(said)) || localpart(event.getStateKey() ?? "");
};

/** Leaving means something else by what one was before: by oneself, and by somebody else. */
const departures: Record<string, readonly [StateWhat, StateWhat]> = {
  invite: ["refused", "uninvited"],
  knock: ["withdrawn", "declined"],
  ban: ["left", "unbanned"],
};

/** A line without its event; `by` where it is not who the sender is now. */
type Said = Pick<StateLine, "what" | "to"> & Partial<Pick<StateLine, "by">>;

function membership(event: MatrixEvent): Said | null {
  const now = event.getContent<Content>();
  const before = event.getPrevContent() as Content;
  const own = event.getSender() === event.getStateKey();
  const was = before.membership;
  const to = target(event);
  switch (now.membership) {
    case "invite":
      return { what: was === "knock" ? "admitted" : "invited", to };
    case "knock":
      return { what: "knocked", to };
    case "ban":
      return { what: "banned", to };
    case "join":
      if (was !== "join") return { what: "joined", to };
      if (now.displayname !== before.displayname && typeof now.displayname === "string")
        return { what: "renamedSelf", by: words(before.displayname) || localpart(event.getStateKey() ?? ""), to };
      return now.avatar_url !== before.avatar_url ? { what: "face", to } : null;
    case "leave":
      return { what: departures[String(was)]?.[own ? 0 : 1] ?? (own ? "left" : "kicked"), to };
    default:
      return null;
  }
}

const joinRules: Record<string, StateWhat> = { public: "public", invite: "invite", knock: "knock" };
const words = (x: unknown): string => (typeof x === "string" ? plain(x) : "");

function change(event: MatrixEvent): Said | null {
  const now = event.getContent<Content>();
  const first = Object.keys(event.getPrevContent()).length === 0;
  switch (event.getType()) {
    case EventType.RoomMember:
      return membership(event);
    case EventType.RoomCreate:
      return { what: "created", to: "" };
    case EventType.RoomName:
      return words(now.name) ? { what: "name", to: words(now.name) } : { what: "nameGone", to: "" };
    case EventType.RoomTopic:
      return words(now.topic) ? { what: "topic", to: words(now.topic) } : { what: "topicGone", to: "" };
    case EventType.RoomAvatar:
      return { what: "picture", to: "" };
    case EventType.RoomJoinRules: {
      const what = joinRules[words(now.join_rule)];
      return first || !what ? null : { what, to: "" };
    }
    case EventType.RoomHistoryVisibility:
      return first ? null : { what: "history", to: "" };
    case EventType.RoomPowerLevels:
      return first ? null : { what: "roles", to: "" };
    case EventType.RoomCanonicalAlias:
      return words(now.alias) ? { what: "alias", to: words(now.alias) } : null;
    case EventType.RoomTombstone:
      return { what: "moved", to: "" };
    case EventType.RoomEncryption:
      return { what: "encryption", to: "" };
    case EventType.RoomPinnedEvents:
      return { what: pinning(event), to: "" };
    default:
      return null;
  }
}

/** The quiet line of a state event; null for one that changes nothing a person sees. */
export function stateLine(event: MatrixEvent): StateLine | null {
  if (event.isRedacted()) return null;
  const said = change(event);
  return said ? { id: event.getId()!, ts: event.getTs(), by: name(event), ...said } : null;
}
