import { EventType } from "matrix-js-sdk";
import { type Relation, relationOf } from "./content";
import { live } from "./live";
import { type Position, positionContent } from "./positions";

const askMaxMs = 20_000;
const oldestMs = 60_000;

/** Where this device is, as its browser says; throws when it does not. */
export const here = (): Promise<Position> =>
  new Promise((done, fail) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => done({ latitude, longitude, withinMeters: accuracy }),
      fail,
      { enableHighAccuracy: true, timeout: askMaxMs, maximumAge: oldestMs },
    ),
  );

/** Tells a room of a place. `mine`: it is where I am. */
export function tellPlace(room: string, of: Position, words: string, mine: boolean, relation: Relation): Promise<void> {
  const relates = relationOf(relation);
  return live().outbox.add({
    room,
    ...(relation.thread ? { thread: relation.thread } : {}),
    type: EventType.RoomMessage,
    content: { ...positionContent(of, words, mine, Date.now()), ...(relates ? { "m.relates_to": relates } : {}) },
  });
}
