import { useCallback } from "react";
import { type SpaceMember, spaceMembers } from "../../api/spaces";
import { plain } from "../../base/names";
import type { FindPeople } from "../../message/usePeople";
import { localpart, type Person } from "../../session/people";
import { useTasks } from "./context";

const foundMax = 8;
const asPerson = (m: SpaceMember): Person => ({
  id: m.user_id,
  name: plain(m.display_name ?? "") || localpart(m.user_id),
  picture: m.avatar_url ?? null,
});

/** People of a space, by what is typed. */
export const useFindMembersOf = (space: string): FindPeople =>
  useCallback(
    async (term: string) => {
      const { members } = await spaceMembers(space, term);
      return members.slice(0, foundMax).map(asPerson);
    },
    [space],
  );

/** People of the space whose board it is, by what is typed. */
export const useFindMembers = (): FindPeople => useFindMembersOf(useTasks().space.space_id);
