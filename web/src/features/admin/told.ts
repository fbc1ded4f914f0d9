import type { JournalLine, Told } from "../../api/organisations";
import { plain } from "../../base/names";
import type { T } from "../../i18n";

const userId = /@[^\s:]+:[^\s,]*[^\s,.:]/g;

const nameOf = (id: string, one: Told | undefined, t: T): string =>
  plain(one?.name ?? "") || (one?.ended ? t("ui.closed") : id);

/** Several ids in a row are a list. */
const listed = /(?<=@\S+) (?=@)/g;

const aboutOf = ({ deed, about }: JournalLine): string =>
  deed === "change organisation rules" ? about.replace(listed, ", ") : about;

/** A line of a journal with names in the place of the ids of those whom it is about; of who has gone and left no name, that is said. */
export const named = (line: JournalLine, t: T): JournalLine & { readonly who: string } => ({
  ...line,
  about: aboutOf(line).replace(userId, (id) => (line.names.includes(id) ? nameOf(id, line.people[id], t) : id)),
  who: nameOf(line.by, line.people[line.by] ?? (line.name ? { name: line.name, ended: false } : undefined), t),
});
