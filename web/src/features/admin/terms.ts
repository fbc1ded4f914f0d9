/** People that a pilot may have, as the server bounds it. */
export const peopleMax = 100_000;

/** With how many people, until when; null when the number is none. */
export function termsIn(people: string, ends: number): { people_max: number; ends: number } | null {
  const most = Number(people);
  return Number.isInteger(most) && most >= 1 && most <= peopleMax ? { people_max: most, ends } : null;
}
