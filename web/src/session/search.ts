import type { ISearchRequestBody, ISearchResponse, MatrixEvent } from "matrix-js-sdk";
import { SearchOrderBy } from "matrix-js-sdk";
import { plain } from "../base/names";
import { live } from "./live";
import { type Body, bodyOfEvent } from "./message";
import { nameOf } from "./overview";
import { nameAtParting } from "./parting";
import { localpart, type Person } from "./people";

/** What is looked for: words, in one room or in all of mine, best or latest first. */
export interface Wanted {
  readonly words: string;
  readonly room: string | null;
  readonly latest: boolean;
}

/** A message that has all the words. */
export interface Hit {
  readonly id: string;
  readonly room: string;
  /** Null where I am no more, and it had no name. */
  readonly roomName: string | null;
  readonly sender: Person;
  readonly ts: number;
  readonly body: Body;
  /** The discussion it stands in. */
  readonly thread: string | null;
}

export interface Page {
  readonly hits: readonly Hit[];
  /** How many there are at all, as far as the server counts. */
  readonly count: number;
  /** The words that were found, as they are written. */
  readonly found: readonly string[];
  readonly next: string | undefined;
}

const pageSize = 20;

const question = ({ words, room, latest }: Wanted): ISearchRequestBody => ({
  search_categories: {
    room_events: {
      search_term: words,
      keys: ["content.body"],
      order_by: latest ? SearchOrderBy.Recent : SearchOrderBy.Rank,
      filter: { limit: pageSize, ...(room ? { rooms: [room] } : {}) },
      event_context: { before_limit: 0, after_limit: 0, include_profile: true },
    },
  } as ISearchRequestBody["search_categories"],
});

type Names = ReadonlyMap<string, string | null>;
/** The names of rooms; of those that I have left, what they were called then. */
async function namesOf(rooms: ReadonlySet<string>): Promise<Names> {
  const named = [...rooms].map(async (id): Promise<[string, string | null]> => {
    const known = live().client.getRoom(id);
    return [id, known ? nameOf(known) : await nameAtParting(id).catch(() => null)];
  });
  return new Map(await Promise.all(named));
}

function hitOf(
  event: MatrixEvent,
  profile: { displayname?: string; avatar_url?: string } | undefined,
  names: Names,
): Hit {
  const sender = event.getSender() ?? "";
  const room = event.getRoomId() ?? "";
  return {
    id: event.getId()!,
    room,
    roomName: names.get(room) ?? null,
    sender: {
      id: sender,
      name: plain(profile?.displayname ?? "") || localpart(sender),
      picture: profile?.avatar_url ?? null,
    },
    ts: event.getTs(),
    body: bodyOfEvent(event),
    thread: event.threadRootId && event.threadRootId !== event.getId() ? event.threadRootId : null,
  };
}

/// spec: client-server-api#server-side-search
export async function searchMessages(wanted: Wanted, from?: string): Promise<Page> {
  const { client } = live();
  const body = question(wanted);
  const answer: ISearchResponse = await client.search(from ? { body, next_batch: from } : { body });
  const found = answer.search_categories.room_events;
  const toEvent = client.getEventMapper({ preventReEmit: true });
  const results = found.results ?? [];
  const names = await namesOf(new Set(results.map((r) => (r.result as { room_id?: string }).room_id ?? "")));
  return {
    hits: results.map((r) => {
      const event = toEvent(r.result);
      return hitOf(event, r.context.profile_info?.[event.getSender() ?? ""], names);
    }),
    count: found.count ?? 0,
    found: found.highlights ?? [],
    next: found.next_batch,
  };
}
