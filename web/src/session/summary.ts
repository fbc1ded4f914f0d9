import type { MatrixClient } from "matrix-js-sdk";
import { list } from "./changes";
import { awaited, forMe, forMeInSpaces, noneTold, noSpaces, roomLines, spaceLines } from "./counts";
import { doneOf } from "./done";
import { needsOf } from "./needs";
import { forMeIn, forMeInSpacesOf, overview } from "./overview";

/** Hands names and counts to the rail and the palette, whenever the list moves. */
export function followSummary(client: MatrixClient): () => void {
  const refresh = () => {
    const all = overview(client);
    const same = roomLines.now();
    const next = all.rooms.map(({ id, name, person, isOpen, unread, mentions }) => {
      return { id, name, person, isOpen, unread, mentions };
    });
    if (same === noneTold || JSON.stringify(same) !== JSON.stringify(next)) roomLines.set(next);
    forMe.set(forMeIn(all));
    if (JSON.stringify(spaceLines.now()) !== JSON.stringify(all.spaces)) spaceLines.set(all.spaces);
    forMeInSpaces.set(forMeInSpacesOf(all));
    const done = doneOf(client);
    awaited.set(needsOf(client, all).filter((need) => done[need.key] === undefined).length);
  };
  const stop = list.follow(refresh);
  refresh();
  return () => {
    stop();
    roomLines.set(noneTold);
    forMe.set(0);
    spaceLines.set(noSpaces);
    forMeInSpaces.set(0);
    awaited.set(0);
  };
}
