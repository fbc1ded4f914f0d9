package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parvis.platform.db.Db;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;
import parvis.protocol.json.JsonObject;

/// The rooms that everybody may find, as the directory shows them.
///
/// What it shows of a room is made once and kept until something happens in the room. It follows
/// the log after what makes events visible, so that nothing old is made after it was let go.
final class PublishedRooms implements Follower {
  /// Rooms of a directory at most; with more it needs an index of its own.
  static final int ROOMS_MAX = 5_000;

  private static final String ALL = "select room from published_room order by room limit ?";

  private final Rooms rooms;
  private final Db db;
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

  /// What the directory shows of a room. It is among the others before it is made: when it is let
  /// go
  /// meanwhile, what was made is not kept.
  private static final class Entry {
    private volatile @Nullable JsonObject json;
  }

  PublishedRooms(Rooms rooms, Db db) {
    this.rooms = rooms;
    this.db = db;
  }

  /// @param term in small letters; empty: any
  /// @param types absent: any; the empty text is the type of ordinary rooms
  record Wanted(String term, Optional<List<String>> types) {
    static final Wanted ALL = new Wanted("", Optional.empty());

    boolean takes(JsonObject room) {
      return types.map(t -> t.contains(room.string("room_type").orElse(""))).orElse(true)
          && (term.isEmpty()
              || has(room, "name")
              || has(room, "topic")
              || has(room, "canonical_alias"));
    }

    private boolean has(JsonObject room, String field) {
      return room.string(field)
          .filter(text -> text.toLowerCase(Locale.ROOT).contains(term))
          .isPresent();
    }
  }

  /// The rooms with the most members first.
  List<JsonObject> find(Wanted wanted) {
    var found = new ArrayList<JsonObject>();
    for (var nid : db.read(tx -> tx.list(row -> row.number("room"), ALL, ROOMS_MAX))) {
      entry(nid).filter(wanted::takes).ifPresent(found::add);
    }
    found.sort(
        Comparator.comparingLong((JsonObject r) -> r.integer("num_joined_members").orElse(0))
            .reversed());
    return found;
  }

  private Optional<JsonObject> entry(long nid) {
    var known = entries.get(nid);
    var json = known == null ? null : known.json;
    if (json != null) {
      return Optional.of(json);
    }
    var fresh = new Entry();
    entries.put(nid, fresh);
    var made = rooms.find(nid).map(PublishedRooms::made);
    made.ifPresentOrElse(it -> fresh.json = it, () -> entries.remove(nid, fresh));
    return made;
  }

  @Override
  public void applied(List<LogRow> rows) {
    for (var row : rows) {
      if (row.kind() == LogRow.EVENT) {
        entries.remove(row.room());
      }
    }
  }

  private static JsonObject made(Room room) {
    var view = room.published();
    var state = view.state();
    var entry =
        JsonObject.builder()
            .put("room_id", room.id().value())
            .put("num_joined_members", view.joined().length)
            .put("world_readable", is(state, "m.room.history_visibility", "world_readable"))
            .put("guest_can_join", is(state, "m.room.guest_access", "can_join"));
    text(state, "m.room.name", "name").ifPresent(name -> entry.put("name", name));
    text(state, "m.room.topic", "topic").ifPresent(topic -> entry.put("topic", topic));
    text(state, "m.room.canonical_alias", "alias")
        .ifPresent(alias -> entry.put("canonical_alias", alias));
    text(state, "m.room.avatar", "url").ifPresent(url -> entry.put("avatar_url", url));
    text(state, "m.room.join_rules", "join_rule").ifPresent(rule -> entry.put("join_rule", rule));
    text(state, "m.room.create", "type").ifPresent(type -> entry.put("room_type", type));
    return entry.build();
  }

  private static boolean is(State state, String type, String value) {
    var field = type.substring("m.room.".length());
    return text(state, type, field).filter(value::equals).isPresent();
  }

  private static Optional<String> text(State state, String type, String field) {
    return state.event(type, "").flatMap(event -> event.pdu().content().string(field));
  }
}
