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

  /// An event as a part of the room's state: what others made of it is told with its history.
  public void writeState(JsonOut out, RoomEvent event, Actor reader, String roomId) {
    begin(out, event, new Telling(reader, roomId, ""));
    out.raw("}}");
  }

  public void write(JsonOut out, RoomEvent event, Telling telling) {
    begin(out, event, telling);
    event.bundle().ifPresent(bundle -> write(out, event, bundle, telling));
    out.raw("}}");
  }

  private void begin(JsonOut out, RoomEvent event, Telling telling) {
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
        .filter(origin -> origin.scope() == telling.reader().scope())
        .ifPresent(origin -> out.raw(",\"transaction_id\":").string(origin.txn()));
    if (event.around().length > 0) {
      out.raw(",").raw(event.around());
    }
    if (event.wasEdit()) {
      out.raw(",\"parvis.was_edit\":true");
    }
  }

  /// spec: cs-api#aggregations-of-child-events
  private void write(JsonOut out, RoomEvent event, Bundle bundle, Telling telling) {
    var around = new Telling(telling.reader(), telling.roomId(), "");
    out.raw(",\"m.relations\":{");
    bundle.edit().ifPresent(edit -> write(out.name(Bundle.EDIT), edit, around));
    if (bundle.latest().isPresent()) {
      var self = telling.reader().userNid();
      var participated = event.senderNid() == self || bundle.speakers().contains(self);
      out.name(Bundle.THREAD).raw("{\"count\":").number(bundle.replies());
      out.raw(",\"current_user_participated\":").raw(Boolean.toString(participated));
      write(out.raw(",\"latest_event\":"), bundle.latest().get(), around);
      out.raw("}");
    }
    if (!bundle.references().isEmpty()) {
      out.name(Bundle.REFERENCE).raw("{\"chunk\":[");
      bundle.references().forEach(id -> out.comma().raw("{\"event_id\":").string(id).raw("}"));
      out.raw("]}");
    }
    out.raw("}");
  }
}
