package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonObject;

/// The rooms that everybody may find, as the directory shows them.
final class PublishedRooms {
  /// Rooms of a directory at most; with more it needs an index of its own.
  static final int ROOMS_MAX = 5_000;

  private static final String ALL = "select room from published_room order by room limit ?";

  private final Rooms rooms;
  private final Db db;

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
      rooms.find(nid).map(PublishedRooms::entry).filter(wanted::takes).ifPresent(found::add);
    }
    found.sort(
        Comparator.comparingLong((JsonObject r) -> r.integer("num_joined_members").orElse(0))
            .reversed());
    return found;
  }

  private static JsonObject entry(Room room) {
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
