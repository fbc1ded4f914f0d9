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

  /// What relates to an event of a thread is in that thread too.
  /// spec: cs-api#threaded-read-receipts
  Draft.Relation relation(Room room, Actor actor, String type, JsonObject content) {
    var relates = content.object("m.relates_to");
    var relType = relates.flatMap(r -> r.string("rel_type"));
    var target = relates.flatMap(r -> r.string("event_id"));
    if (relType.filter(Relating::fits).isEmpty() || target.filter(Relating::fits).isEmpty()) {
      return Draft.Relation.NONE;
    }
    var parent = rooms.event(room, target.get());
    if (relType.get().equals(Bundle.THREAD)) {
      return new Draft.Relation(
          Bundle.THREAD, target.get(), parent.map(Relating::threadable).orElse(0L));
    }
    if (relType.get().equals(ANNOTATION)) {
      var key = relates.get().string("key").orElse("");
      refuseTwice(room, actor, type, target.get(), key);
    }
    var thread = parent.map(RoomEvent::thread).orElse(0L);
    return new Draft.Relation(relType.get(), target.get(), thread);
  }

  /// What is too long for an id, or holds what no id holds, names no event and is not indexed.
  private static boolean fits(String text) {
    return text.length() <= ID_CHARS_MAX && text.indexOf('\0') < 0;
  }

  private static long threadable(RoomEvent root) {
    if (!root.relType().isEmpty()) {
      throw Refused.invalidParam("A thread cannot begin at an event that relates to another.");
    }
    return root.nid();
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
