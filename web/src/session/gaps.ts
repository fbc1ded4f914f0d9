import { ClientEvent, type MatrixClient, type Room, ThreadEvent } from "matrix-js-sdk";

/**
 * When a sync leaves a gap, the client looks whether it has one of the events behind it, and then goes on as if there was
 * none. It looks in all timelines, though, and those of discussions and of places that were jumped to may be further than
 * what is told by sync: what came between would be left out in the middle. The end of the room alone says so.
 */
export function seeGaps(client: MatrixClient): void {
  const onRoom = (room: Room) => {
    const anywhere = room.getTimelineForEvent.bind(room);
    room.getTimelineForEvent = (id) => {
      const found = anywhere(id);
      return found === room.getLiveTimeline() ? found : null;
    };
    // What a discussion knew before a gap is let go: what is told again would else be left out of its new end.
    room.on(ThreadEvent.New, (thread) => {
      const reset = thread.resetLiveTimeline.bind(thread);
      thread.resetLiveTimeline = (back) => reset(back, null);
    });
  };
  client.on(ClientEvent.Room, onRoom);
}
