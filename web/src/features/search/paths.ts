const at = encodeURIComponent;

interface Question {
  readonly words?: string;
  readonly room?: string | null;
  readonly latest?: boolean;
}

/** A question is part of the address, so that one comes back to it. */
export function searchPath({ words, room, latest }: Question): string {
  const asked = new URLSearchParams();
  if (words) asked.set("q", words);
  if (room) asked.set("room", room);
  if (latest) asked.set("order", "latest");
  const text = asked.toString();
  return text ? `/search?${text}` : "/search";
}

export function questionOf(search: string): Required<Question> {
  const asked = new URLSearchParams(search);
  return { words: asked.get("q") ?? "", room: asked.get("room"), latest: asked.get("order") === "latest" };
}

/** Where a message stands in its room, or the discussion it belongs to. */
export const placeOf = (room: string, event: string, thread: string | null): string =>
  `/rooms/${at(room)}/${thread ? `thread/${at(thread)}` : `event/${at(event)}`}`;
