package parvis.core.rooms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.platform.db.Tx;
import parvis.protocol.event.RoomVersion;

/// Finds what others made of events, for events that come from disk.
final class Bundling {
  /// Related events looked at for one page of events.
  private static final int RELATED_MAX = 20_000;

  private static final String RELATED =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.relates_to = any (?) and e.rel_type in ('m.replace', 'm.thread')
               and e.redacted_by is null and e.pos is not null
             order by e.pos limit ?""";

  private static final String RELATES_TO =
      """
      select relates_to from event
       where event_id = ? and room = ? and rel_type in ('m.replace', 'm.thread')""";

  private Bundling() {}

  /// What `eventId` relates to by an edit or a thread.
  static Optional<String> target(Tx tx, long room, String eventId) {
    return tx.first(row -> row.text("relates_to"), RELATES_TO, eventId, room);
  }

  /// Edits and replies of an event up to a position, ascending.
  static List<RoomEvent> related(Tx tx, Room room, String eventId, long upTo) {
    var ids = new String[] {eventId};
    return tx
        .list(row -> RoomStore.event(row, room.version()), RELATED, room.nid(), ids, RELATED_MAX)
        .stream()
        .filter(event -> event.pos() <= upTo)
        .toList();
  }

  /// Tells each of `events` of its bundle.
  static void attach(Tx tx, long room, List<RoomEvent> events, RoomVersion version) {
    if (events.isEmpty()) {
      return;
    }
    Map<String, RoomEvent> byId = new HashMap<>();
    events.forEach(event -> byId.put(event.eventId(), event));
    var ids = byId.keySet().toArray(String[]::new);
    for (var related :
        tx.list(row -> RoomStore.event(row, version), RELATED, room, ids, RELATED_MAX)) {
      var target = byId.get(related.relatesTo());
      if (target != null) {
        target.relate(related);
      }
    }
  }
}
