import type { Written } from "./content";

/** What is being written in each room and discussion, kept at every key. */
const empty: Written = { text: "", named: [] };
const key = (me: string, place: string) => `parvis.draft.${me}.${place}`;

/** The place of a draft: a room, or a discussion in it. */
export const draftPlace = (room: string, thread?: string): string => (thread ? `${room}/${thread}` : room);

export function draft(me: string, place: string): Written {
  try {
    const kept = JSON.parse(localStorage.getItem(key(me, place)) ?? "null") as Partial<Written> | null;
    return kept && typeof kept.text === "string"
      ? { text: kept.text, named: Array.isArray(kept.named) ? kept.named : [] }
      : empty;
  } catch {
    return empty;
  }
}

export function keepDraft(me: string, place: string, written: Written): void {
  try {
    if (written.text === "") localStorage.removeItem(key(me, place));
    else localStorage.setItem(key(me, place), JSON.stringify(written));
  } catch {
    // A full storage costs the draft's survival of a reload, not what is on screen.
  }
}
