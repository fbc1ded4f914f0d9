import { opened, Refusal } from "./http";

/** Nothing has come in time: what lies on the way holds the answer back, or is no more. */
export class Silent extends Error {
  override readonly name = "Silent";
}

/** One thing that was told: where it stands, and what it says. */
export interface Told {
  /** Empty while none was told. */
  readonly id: string;
  /** Empty when it tells its position alone. */
  readonly data: string;
}

/** Reads `text/event-stream` piece by piece. */
/// spec: html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
export class Events {
  /** What has come of a line that is not at its end. */
  #begun: string[] = [];
  /** The piece before ended with a carriage return: a line feed that follows belongs to it. */
  #returned = false;
  #id = "";
  #data: string[] = [];
  #said = false;

  /** What a further piece tells to its end. */
  take(piece: string): readonly Told[] {
    const told: Told[] = [];
    if (piece === "") return told;
    let from = this.#returned && piece.startsWith("\n") ? 1 : 0;
    this.#returned = piece.endsWith("\r");
    const ends = /\r\n|\r|\n/g;
    ends.lastIndex = from;
    for (let end = ends.exec(piece); end; end = ends.exec(piece)) {
      this.#begun.push(piece.slice(from, end.index));
      const line = this.#begun.join("");
      this.#begun = [];
      from = ends.lastIndex;
      this.#line(line, told);
    }
    this.#begun.push(piece.slice(from));
    return told;
  }

  #line(line: string, told: Told[]): void {
    if (line === "") {
      if (this.#said) told.push({ id: this.#id, data: this.#data.join("\n") });
      this.#data = [];
      this.#said = false;
      return;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "id") this.#id = value;
    else if (name === "data") this.#data.push(value);
    else return;
    this.#said = true;
  }
}

export interface Hear {
  readonly path: string;
  /** Position up to which all was heard. */
  readonly since: string;
  readonly signal: AbortSignal;
  /** Until when something has come, be it that there is nothing. */
  readonly firstMs: number;
  /** The longest silence of a server that is there. */
  readonly silentMs: number;
}

/**
 * Hears what our own server tells, until it ends. Throws a {@link Refusal}, also when the network is lost, and {@link Silent}
 * when not even the first line has come in time.
 */
export async function hear({ path, since, signal, firstMs, silentMs }: Hear, on: (told: Told) => void): Promise<void> {
  const lost = new AbortController();
  let heard = false;
  let timer = setTimeout(() => lost.abort(), firstMs);
  const alive = () => {
    heard = true;
    clearTimeout(timer);
    timer = setTimeout(() => lost.abort(), silentMs);
  };
  /** What the network brings: whoever hears may fail as well, and that is no matter of the network. */
  const brought = async <T>(what: Promise<T>): Promise<T> => {
    try {
      return await what;
    } catch (why) {
      if (lost.signal.aborted && !heard) throw new Silent();
      throw why instanceof Refusal ? why : new Refusal(0, "NETWORK", {});
    }
  };
  try {
    const headers = { Accept: "text/event-stream", "Last-Event-ID": since };
    const answer = await brought(opened(path, headers, AbortSignal.any([signal, lost.signal])));
    const reader = answer.body?.getReader();
    if (!reader) throw new Refusal(0, "NETWORK", {});
    const events = new Events();
    const text = new TextDecoder();
    for (let read = await brought(reader.read()); !read.done; read = await brought(reader.read())) {
      alive();
      for (const told of events.take(text.decode(read.value, { stream: true }))) on(told);
    }
  } finally {
    clearTimeout(timer);
    lost.abort();
  }
}
