import { plain } from "../../base/names";

interface Called {
  readonly user_id: string;
  readonly display_name?: string;
}

/** What somebody is called in administration. */
export const nameOf = ({ user_id, display_name }: Called) => plain(display_name ?? "") || user_id;

/** The names that several of these people have; only their ids tell them apart. */
export function sharedNames(all: readonly Called[]): ReadonlySet<string> {
  const names = all.map(nameOf);
  return new Set(names.filter((name, at) => names.indexOf(name) !== at));
}
