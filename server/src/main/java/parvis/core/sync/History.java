package parvis.core.sync;

import java.util.List;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;

/// The last events of a span: from the room's ring, or from the database when the ring does not
/// reach back far enough.
final class History {
  private final Rooms rooms;

  History(Rooms rooms) {
    this.rooms = rooms;
  }

  /// @param limited whether there are more events in the span
  record Found(List<RoomEvent> events, boolean limited) {}

  /// The last events of a span that its reader may see.
  Found last(RoomSection.Span span, int limit) {
    var all = all(span, limit);
    var seen = rooms.visible(span.request().actor(), span.room(), all.events());
    return new Found(seen, all.limited());
  }

  private Found all(RoomSection.Span span, int limit) {
    var ring = span.room().ring();
    var events = ring.after(span.since(), span.upTo(), limit + 1);
    if (events.size() > limit) {
      return new Found(events.subList(events.size() - limit, events.size()), true);
    }
    if (ring.reaches(span.since())) {
      return new Found(events, false);
    }
    var older = rooms.last(span.room(), span.since(), span.upTo(), limit + 1);
    return older.size() > limit
        ? new Found(older.subList(older.size() - limit, older.size()), true)
        : new Found(older, false);
  }
}
