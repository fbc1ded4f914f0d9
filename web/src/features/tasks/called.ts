import type { Person } from "../../session/people";

/** A text cut where it calls people by their names. */
export function calledIn(text: string, people: readonly Pick<Person, "id" | "name">[]) {
  let parts: { text: string; who?: Pick<Person, "id" | "name"> }[] = [{ text }];
  // A name may begin like a shorter one.
  for (const who of [...people].sort((a, b) => b.name.length - a.name.length))
    parts = parts.flatMap((part) => {
      if (part.who) return [part];
      const said = `@${who.name}`;
      return part.text
        .split(said)
        .flatMap((rest, i) => (i === 0 ? [{ text: rest }] : [{ text: said, who }, { text: rest }]));
    });
  return parts.filter((part) => part.text !== "");
}
