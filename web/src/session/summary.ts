import type { MatrixClient } from "matrix-js-sdk";
import { list } from "./changes";
import { forMe, roomLines } from "./counts";
import { overview } from "./overview";

/** Hands names and counts to the rail and the palette, whenever the list moves. */
export function followSummary(client: MatrixClient): () => void {
  const refresh = () => {
    const all = overview(client);
    const same = roomLines.now();
    const next = all.rooms.map(({ id, name, person, isPublic, unread, mentions }) => {
      return { id, name, person, isPublic, unread, mentions };
    });
    if (JSON.stringify(same) !== JSON.stringify(next)) roomLines.set(next);
    const direct = all.rooms.filter((r) => r.person && r.unread && r.mentions === 0 && !r.muted).length;
    const mine = all.rooms.reduce((sum, r) => sum + r.mentions + r.requests, 0);
    forMe.set(all.invitations.length + direct + mine);
  };
  const stop = list.follow(refresh);
  refresh();
  return () => {
    stop();
    roomLines.set([]);
    forMe.set(0);
  };
}
