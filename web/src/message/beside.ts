import type { Person } from "../session/people";

/**
 * What stands under the name of each: what they do, and their organisation. The id stands there only where nothing else
 * tells two of them apart.
 */
export function besideNames(
  people: readonly Person[],
  labels: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const said = new Map(people.map((p) => [p.id, [p.does, labels.get(p.id)].filter(Boolean).join(" · ")]));
  const alike = (p: Person, q: Person) => p.id !== q.id && p.name === q.name && said.get(p.id) === said.get(q.id);
  return new Map(
    people.map((p) => {
      const line = said.get(p.id) ?? "";
      return [p.id, people.some((q) => alike(p, q)) ? [line, p.id].filter(Boolean).join(" · ") : line];
    }),
  );
}
