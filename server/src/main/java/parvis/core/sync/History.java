package parvis.core.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.protocol.room.StateSlot;

/// The last events of a span: from the room's ring, or from the database when the ring does not
/// reach back far enough.
final class History {
  /// Events read from disk for one timeline, when most of them are filtered out.
  private static final int LOOKED_AT_MAX = 300;

  private final Rooms rooms;
  private final Rules rules;

  History(Rooms rooms, Rules rules) {
    this.rooms = rooms;
    this.rules = rules;
  }

  /// @param limited whether there are more events in the span
  record Found(List<RoomEvent> events, boolean limited) {}

  /// The last events of a span that its reader may see and wants. The limit counts what the filter
  /// lets through, of people whom the reader does not ignore.
  Found last(RoomSection.Span span, int limit) {
    var wanted = span.request().filter().timeline();
    var ignorer = rules.ignorer(span.request().actor());
    var all =
        wanted.looks() || ignorer.isPresent() ? chosen(span, limit, ignorer) : all(span, limit);
    var seen = rooms.visible(span.request().actor(), span.room(), all.events());
    return new Found(seen, all.limited());
  }

  /// What the reader was to the room when one of its events happened.
  String membershipAt(Actor reader, Room room, RoomEvent event) {
    return rooms.membershipAt(reader, room, event);
  }

  /// The state that the events of a timeline took the place of: what was there before the first of
  /// them, as far as it is not older than the span.
  List<RoomEvent> replaced(RoomSection.Span span, List<RoomEvent> timeline) {
    var first = new LinkedHashMap<StateSlot, RoomEvent>();
    timeline.stream().filter(RoomEvent::isState).forEach(e -> first.putIfAbsent(e.slot(), e));
    return first.values().stream()
        .filter(event -> !event.replaces().isEmpty())
        .flatMap(event -> rooms.event(span.room(), event.replaces()).stream())
        .toList();
  }

  private Found chosen(RoomSection.Span span, int limit, Optional<Rules.Reader> ignorer) {
    var ring = span.room().ring();
    var taken = taken(span, ring.after(span.since(), span.upTo(), Integer.MAX_VALUE), ignorer);
    var more = !ring.reaches(span.since());
    if (more && taken.size() < limit) {
      var older = rooms.last(span.room(), span.since(), span.upTo(), LOOKED_AT_MAX);
      taken = taken(span, older, ignorer);
      more = older.size() == LOOKED_AT_MAX;
    }
    var from = Math.max(0, taken.size() - limit);
    return new Found(taken.subList(from, taken.size()), more || from > 0);
  }

  private List<RoomEvent> taken(
      RoomSection.Span span, List<RoomEvent> events, Optional<Rules.Reader> ignorer) {
    var filter = span.request().filter().timeline().events();
    var wanted = rooms.taken(span.request().actor(), span.room(), filter, events, span.upTo());
    var news = span.since() > 0;
    return events.stream()
        .filter(wanted)
        .filter(event -> ignorer.filter(reader -> reader.hides(event, news)).isEmpty())
        .toList();
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
