import type { MatrixEvent } from "matrix-js-sdk";

/** Questions with answers to choose from. spec: MSC3381, in its final names and in those that clients used before. */
export interface Poll {
  readonly question: string;
  readonly answers: readonly { readonly id: string; readonly text: string }[];
  /** How many answers one person may choose. */
  readonly max: number;
  /** The votes are shown before the end. */
  readonly disclosed: boolean;
  /** When it ends by itself, in milliseconds since 1970; null: when somebody ends it. */
  readonly closes: number | null;
  /** The names of a family of clients that do not know the final ones. */
  readonly early: boolean;
}

const answersMax = 20;
/** Our own word for the day on which a poll ends by itself; other clients read an open poll until its author ends it. */
const closesAt = "fr.parvis.closes";
const early = "org.matrix.msc3381.poll";
const names = (isEarly: boolean) => ({
  start: isEarly ? `${early}.start` : "m.poll.start",
  response: isEarly ? `${early}.response` : "m.poll.response",
  end: isEarly ? `${early}.end` : "m.poll.end",
});
export const pollTypes: readonly string[] = [names(false).start, names(true).start];
export const voteTypes: readonly string[] = [false, true].flatMap((is) => [names(is).response, names(is).end]);

type Content = Record<string, unknown>;
const fields = (x: unknown): Content => (typeof x === "object" && x !== null ? (x as Content) : {});

/** The plain text of a block of text, in both families. */
function textOf(block: unknown): string {
  const of = fields(block);
  const all = of["m.text"];
  const first = Array.isArray(all)
    ? fields(all.find((one) => (fields(one).mimetype ?? "text/plain") === "text/plain"))
    : {};
  const said = first.body ?? of["org.matrix.msc1767.text"] ?? of.body;
  return typeof said === "string" ? said.trim() : "";
}

/** Reads a poll; null when it asks nothing, or nothing can be answered. */
export function pollOf(content: Content): Poll | null {
  const isEarly = content["m.poll"] === undefined;
  const poll = fields(content["m.poll"] ?? content[`${early}.start`]);
  const question = textOf(poll.question);
  const offered = Array.isArray(poll.answers) ? poll.answers.slice(0, answersMax) : [];
  const answers = offered.flatMap((one) => {
    const id = fields(one)["m.id"] ?? fields(one).id;
    return typeof id === "string" && textOf(one) ? [{ id, text: textOf(one) }] : [];
  });
  const max =
    Number.isInteger(poll.max_selections) && Number(poll.max_selections) > 0 ? Number(poll.max_selections) : 1;
  const disclosed =
    poll.kind === "m.disclosed" || poll.kind === "m.poll.disclosed" || poll.kind === `${early}.disclosed`;
  const closes = Number.isInteger(poll[closesAt]) ? Number(poll[closesAt]) : null;
  return question && answers.length > 0 ? { question, answers, max, disclosed, closes, early: isEarly } : null;
}

export function pollContent(
  question: string,
  answers: readonly string[],
  several: boolean,
  disclosed: boolean,
  closes: number | null = null,
): Content {
  const body = [question, ...answers.map((text, i) => `${i + 1}. ${text}`)].join("\n");
  return {
    "m.text": [{ mimetype: "text/plain", body }],
    "m.poll": {
      kind: disclosed ? "m.disclosed" : "m.undisclosed",
      max_selections: several ? answers.length : 1,
      ...(closes === null ? {} : { [closesAt]: closes }),
      question: { "m.text": [{ body: question }] },
      answers: answers.map((text, i) => ({ "m.id": `${i + 1}`, "m.text": [{ body: text }] })),
    },
  };
}

const relating = (poll: string) => ({ "m.relates_to": { rel_type: "m.reference", event_id: poll } });

/** A vote, as an event to send. */
export function voteOf(id: string, poll: Poll, answers: readonly string[]): { type: string; content: Content } {
  const { response } = names(poll.early);
  const chosen = poll.early ? { [response]: { answers } } : { "m.selections": answers };
  return { type: response, content: { ...relating(id), ...chosen } };
}

/** The end of a poll, as an event to send; `said` is for clients that know no polls. */
export function endOf(id: string, poll: Poll, said: string): { type: string; content: Content } {
  const { end } = names(poll.early);
  const words = poll.early ? { [end]: {}, "org.matrix.msc1767.text": said } : { "m.text": [{ body: said }] };
  return { type: end, content: { ...relating(id), ...words } };
}

/** More votes than these are not read. */
export const votesMax = 20_000;
/** However little they hold, more pages are not asked for. */
export const pagesMax = 200;

/** How much of what was voted is known: all of it, the latest only, what came until a page did not, or not yet. */
export type Known = "all" | "latest" | "failed" | "coming";

interface Page<E> {
  readonly chunk: readonly E[];
  readonly next_batch?: string | null;
}

/** Everything that pages hold, latest first, up to `most`. What was read before a page failed is given back, too. */
export async function allOf<E>(
  page: (from: string | undefined) => Promise<Page<E>>,
  most: number,
): Promise<{ readonly all: readonly E[]; readonly known: Known }> {
  const all: E[] = [];
  let from: string | undefined;
  for (let pages = 0; pages < pagesMax; pages++) {
    const next = await page(from).catch(() => null);
    if (!next) break;
    all.push(...next.chunk);
    from = next.next_batch ?? undefined;
    if (!from && all.length <= most) return { all, known: "all" };
    if (all.length >= most) return { all: all.slice(0, most), known: "latest" };
  }
  return { all, known: "failed" };
}

export interface Votes {
  /** Who chose what, by the id of the answer. */
  readonly of: ReadonlyMap<string, readonly string[]>;
  /** How many people chose anything. */
  readonly people: number;
  readonly ended: boolean;
  readonly known: Known;
}

/** What of a related event counts: whose it is, when, and what it says. */
export type Cast = Pick<MatrixEvent, "getSender" | "getTs" | "getType" | "getContent" | "isRedacted">;

function chosenIn(content: Content, poll: Poll): readonly string[] {
  const said = content["m.selections"] ?? fields(content[names(true).response]).answers;
  const chosen = Array.isArray(said) ? said.slice(0, poll.max) : [];
  // One unknown answer spoils the vote.
  return chosen.every((one) => poll.answers.some((a) => a.id === one)) ? [...new Set(chosen as string[])] : [];
}

/** Counts the last vote of everybody before the end. `mayEnd`: who made the poll, or may delete what others say. */
export function counted(
  poll: Poll,
  cast: readonly Cast[],
  mayEnd: (person: string) => boolean,
  known: Known = "all",
  now = Date.now(),
): Votes {
  const kept = cast.filter((e) => !e.isRedacted() && e.getSender());
  const { response, end } = names(poll.early);
  const ends = kept.filter((e) => e.getType() === end && mayEnd(e.getSender()!)).map((e) => e.getTs());
  if (poll.closes !== null && poll.closes <= now) ends.push(poll.closes);
  const endTs = ends.length > 0 ? Math.min(...ends) : null;
  const last = new Map<string, Cast>();
  for (const e of kept) {
    if (e.getType() !== response || (endTs !== null && e.getTs() > endTs)) continue;
    const before = last.get(e.getSender()!);
    if (!before || before.getTs() <= e.getTs()) last.set(e.getSender()!, e);
  }
  const of = new Map<string, string[]>(poll.answers.map((a) => [a.id, []]));
  let people = 0;
  for (const [person, vote] of last) {
    const chosen = chosenIn(vote.getContent(), poll);
    if (chosen.length > 0) people++;
    for (const id of chosen) of.get(id)!.push(person);
  }
  return { of, people, ended: endTs !== null, known };
}
