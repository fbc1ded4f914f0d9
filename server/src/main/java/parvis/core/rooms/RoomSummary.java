package parvis.core.rooms;

import java.util.Optional;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.JoinRule;

/// A room as those see it who are not in it.
final class RoomSummary {
  private RoomSummary() {}

  /// What a directory shows.
  /// spec: cs-api#get_matrixclientv3publicrooms
  static JsonObject listed(Room room) {
    return build(room).build();
  }

  /// The same, and what a client needs to know before it joins.
  /// spec: cs-api#get_matrixclientv1room_summaryroomidoralias
  static JsonObject whole(Room room) {
    var state = room.published().state();
    var summary = build(room).put("room_version", room.version().id());
    text(state, "m.room.encryption", "algorithm")
        .ifPresent(algorithm -> summary.put("encryption", algorithm));
    if (JoinRule.of(room.version(), state).restricted()) {
      var allowed = JoinRule.allowedRooms(state).stream().map(RoomId::value).toArray();
      summary.put("allowed_room_ids", JsonArray.of(allowed));
    }
    return summary.build();
  }

  private static JsonObject.Builder build(Room room) {
    var view = room.published();
    var state = view.state();
    var summary =
        JsonObject.builder()
            .put("room_id", room.id().value())
            .put("num_joined_members", view.joined().length)
            .put("world_readable", is(state, "m.room.history_visibility", "world_readable"))
            .put("guest_can_join", is(state, "m.room.guest_access", "can_join"));
    text(state, "m.room.name", "name").ifPresent(name -> summary.put("name", name));
    text(state, "m.room.topic", "topic").ifPresent(topic -> summary.put("topic", topic));
    text(state, "m.room.canonical_alias", "alias")
        .ifPresent(alias -> summary.put("canonical_alias", alias));
    text(state, "m.room.avatar", "url").ifPresent(url -> summary.put("avatar_url", url));
    text(state, "m.room.join_rules", "join_rule").ifPresent(rule -> summary.put("join_rule", rule));
    text(state, "m.room.create", "type").ifPresent(type -> summary.put("room_type", type));
    return summary;
  }

  private static boolean is(State state, String type, String value) {
    var field = type.substring("m.room.".length());
    return text(state, type, field).filter(value::equals).isPresent();
  }

  private static Optional<String> text(State state, String type, String field) {
    return state.event(type, "").flatMap(event -> event.pdu().content().string(field));
  }
}
