package parvis.core.rooms;

import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonObject;

/// Looks up what a new event relates to, and refuses relations that no client could show.
/// spec: cs-api#forming-relationships-between-events
final class Relating {
  private static final String ANNOTATION = "m.annotation";
  private static final int KEY_CHARS_MAX = 255;

  /// spec: appendices#event-ids
  private static final int ID_CHARS_MAX = 255;

  /// Reactions of one person to one event that are looked at when they add another.
  private static final int ANNOTATIONS_MAX = 1_000;

  private static final String ANNOTATED =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.relates_to = ? and e.rel_type = ? and e.sender = ?
               and e.type = ? and e.redacted_by is null
             limit ?""";

  private final Rooms rooms;
  private final Db db;

  Relating(Rooms rooms, Db db) {
    this.rooms = rooms;
    this.db = db;
  }

  /// What relates to an event of a thread is in that thread too, as far as its sender sees that
  /// event: of one that they do not see they learn nothing.
  /// spec: cs-api#threaded-read-receipts
  Draft.Relation relation(Room room, Actor actor, String type, JsonObject content) {
    var relates = content.object("m.relates_to");
    var relType = relates.flatMap(r -> r.string("rel_type"));
    var target = relates.flatMap(r -> r.string("event_id"));
    if (relType.filter(Relating::fits).isEmpty() || target.filter(Relating::fits).isEmpty()) {
      return Draft.Relation.NONE;
    }
    var seen = rooms.seen(actor, room, target.get());
    if (relType.get().equals(Bundle.THREAD)) {
      return new Draft.Relation(Bundle.THREAD, target.get(), thread(room, target.get(), seen));
    }
    if (relType.get().equals(ANNOTATION)) {
      var key = relates.get().string("key").orElse("");
      refuseTwice(room, actor, type, target.get(), key);
    }
    var thread = seen.map(RoomEvent::thread).orElse(0L);
    return new Draft.Relation(relType.get(), target.get(), thread);
  }

  /// What is too long for an id, or holds what no id holds, names no event and is not indexed.
  private static boolean fits(String text) {
    return text.length() <= ID_CHARS_MAX && text.indexOf('\0') < 0;
  }

  /// Whoever answers in a thread that began before they came belongs to it for all others; nothing
  /// tells them whether there is such a thread.
  private long thread(Room room, String target, Optional<RoomEvent> seen) {
    if (seen.filter(root -> !root.relType().isEmpty()).isPresent()) {
      throw Refused.invalidParam("A thread cannot begin at an event that relates to another.");
    }
    return seen.or(() -> rooms.event(room, target))
        .filter(root -> root.relType().isEmpty())
        .map(RoomEvent::nid)
        .orElse(0L);
  }

  private void refuseTwice(Room room, Actor actor, String type, String target, String key) {
    if (key.isEmpty() || key.length() > KEY_CHARS_MAX) {
      throw Refused.invalidParam("A reaction needs a key of 1 to 255 characters.");
    }
    var version = room.version();
    var mine =
        db.read(
            tx ->
                tx.list(
                    row -> RoomStore.event(row, version),
                    ANNOTATED,
                    room.nid(),
                    target,
                    ANNOTATION,
                    actor.userNid(),
                    type,
                    ANNOTATIONS_MAX));
    if (mine.stream().anyMatch(e -> key(e).filter(key::equals).isPresent())) {
      throw Refused.of(Refused.Kind.DUPLICATE_ANNOTATION, "You have reacted so already.");
    }
  }

  private static Optional<String> key(RoomEvent annotation) {
    return annotation.pdu().content().object("m.relates_to").flatMap(r -> r.string("key"));
  }
}
