package parvis.core.rooms;

import java.time.Clock;
import parvis.base.Actor;

/// Events as one reader gets them: the shared bytes, with `room_id` and `unsigned` of their own.
/// spec: cs-api#room-event-format
public final class EventJson {
  private final Clock clock;

  public EventJson(Clock clock) {
    this.clock = clock;
  }

  /// How much of the event's surroundings is told.
  ///
  /// @param roomId the room's id where the answer does not say it otherwise, else empty
  /// @param membership what the reader was to the room when it happened, else empty
  public record Telling(Actor reader, String roomId, String membership) {}

  public void write(JsonOut out, RoomEvent event, Telling telling) {
    var client = event.client();
    out.raw(client, 0, client.length - 1);
    if (!telling.roomId().isEmpty()) {
      out.raw(",\"room_id\":").string(telling.roomId());
    }
    out.raw(",\"unsigned\":{\"age\":").number(Math.max(0, clock.millis() - event.ts()));
    if (!telling.membership().isEmpty()) {
      out.raw(",\"membership\":\"").raw(telling.membership()).raw("\"");
    }
    event
        .origin()
        .filter(origin -> origin.session() == telling.reader().session())
        .ifPresent(origin -> out.raw(",\"transaction_id\":").string(origin.txn()));
    if (event.around().length > 0) {
      out.raw(",").raw(event.around());
    }
    var bundle = event.bundle();
    if (bundle.isPresent()) {
      bundle.get().write(out.raw(",\"m.relations\":"), telling.reader());
    }
    out.raw("}}");
  }
}
