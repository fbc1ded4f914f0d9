import type { MatrixClient } from "matrix-js-sdk";
import { list } from "./changes";
import { forMe, noneTold, roomLines } from "./counts";
import { forMeIn, overview } from "./overview";

/** Hands names and counts to the rail and the palette, whenever the list moves. */
export function followSummary(client: MatrixClient): () => void {
  const refresh = () => {
    const all = overview(client);
    const same = roomLines.now();
    const next = all.rooms.map(({ id, name, person, isPublic, unread, mentions }) => {
      return { id, name, person, isPublic, unread, mentions };
    });
    if (same === noneTold || JSON.stringify(same) !== JSON.stringify(next)) roomLines.set(next);
    forMe.set(forMeIn(all));
  };
  const stop = list.follow(refresh);
  refresh();
  return () => {
    stop();
    roomLines.set(noneTold);
    forMe.set(0);
  };
}
