package parvis.suite.spaces;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.core.rights.Space;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What the rooms of a space are made as: the bodies of the requests that make them.
final class Rooming {
  /// In version 12 whoever made a room can never be made less than its creator: ADR 0009.
  private static final String VERSION = "11";

  private static final long INVITE = 50;

  /// Above everybody: nobody ever says this, in a space whose people are at 100 at most.
  private static final long NEVER = 101;

  /// What readers send, who write nothing.
  private static final List<String> OF_READERS =
      List.of(
          "m.reaction",
          "m.room.redaction",
          "fr.parvis.confirmation",
          "m.poll.response",
          "org.matrix.msc3381.poll.response");

  private Rooming() {}

  static JsonObject space(
      SpaceWish wish, RoomId feed, List<String> organisations, ServerName server, boolean listed) {
    var settings =
        JsonObject.of(
            "model", wish.model().word(),
            "apps", wish.model().apps(),
            "visibility", wish.visibility().word(),
            "joining", wish.entry().word(),
            "feed", feed.value(),
            "organisations", organisations,
            "archived", false);
    var levels =
        JsonObject.of(
            "users_default", 0,
            "events_default", 100,
            "state_default", 100,
            "invite", INVITE,
            "kick", 100,
            "ban", 100,
            "redact", 100,
            "events", JsonObject.of("m.room.encryption", NEVER));
    var child = JsonObject.of("via", JsonArray.of(server.value()), "suggested", true, "order", "0");
    var states =
        List.of(
            state(Space.TYPE, "", settings),
            state("m.room.join_rules", "", JsonObject.of("join_rule", wish.entry().joinRule())),
            state("m.room.guest_access", "", JsonObject.of("guest_access", "forbidden")),
            state(Space.CHILD, feed.value(), child));
    return body(wish.name(), Optional.of(wish.purpose()), levels, states)
        .with("creation_content", JsonObject.of("type", "m.space"))
        .with("visibility", listed ? "public" : "private");
  }

  static JsonObject feed(SpaceWish wish, RoomId space, ServerName server) {
    var states = new ArrayList<JsonObject>(child(space, server, true));
    states.add(state(Space.FEED, "", JsonObject.of("space", space.value())));
    return body(feedName(wish.name()), Optional.empty(), feedLevels(JsonObject.EMPTY), states);
  }

  static String feedName(String space) {
    return "Fil · " + space;
  }

  /// @param users the levels of the space's people, so that roles are alike
  /// @param open whether whoever is in the space may come in
  static JsonObject room(
      String name, Optional<String> topic, RoomId space, JsonObject users, boolean open) {
    var levels =
        JsonObject.of(
            "users",
            users,
            "users_default",
            0,
            "events_default",
            0,
            "state_default",
            100,
            "invite",
            INVITE,
            "events",
            readers());
    return body(name, topic, levels, child(space, space.server().orElseThrow(), open));
  }

  /// The usual levels of a feed.
  ///
  /// @param users absent where there are none but the maker
  static JsonObject feedLevels(JsonObject users) {
    var levels =
        JsonObject.of(
            "users_default", 0,
            "events_default", 0,
            "state_default", 100,
            "invite", INVITE,
            "kick", 100,
            "ban", 100,
            "redact", 100,
            "events", readers().with("m.room.encryption", NEVER));
    return users.isEmpty() ? levels : levels.with("users", users);
  }

  private static JsonObject readers() {
    var events = JsonObject.builder();
    OF_READERS.forEach(type -> events.put(type, -10));
    return events.build();
  }

  private static List<JsonObject> child(RoomId space, ServerName server, boolean open) {
    var of = JsonObject.of("type", "m.room_membership", "room_id", space.value());
    var rule =
        open
            ? JsonObject.of("join_rule", "restricted", "allow", JsonArray.of(of))
            : JsonObject.of("join_rule", "invite");
    var parent = JsonObject.of("via", JsonArray.of(server.value()), "canonical", true);
    return List.of(
        state("m.room.join_rules", "", rule),
        state("m.room.guest_access", "", JsonObject.of("guest_access", "forbidden")),
        state(Space.PARENT, space.value(), parent));
  }

  private static JsonObject body(
      String name, Optional<String> topic, JsonObject levels, List<JsonObject> states) {
    return JsonObject.builder()
        .put("room_version", VERSION)
        .put("preset", "private_chat")
        .put("name", name)
        .putIf("topic", topic.filter(text -> !text.isEmpty()))
        .put("power_level_content_override", levels)
        .put("initial_state", JsonArray.of(states.toArray()))
        .build();
  }

  private static JsonObject state(String type, String key, JsonObject content) {
    return JsonObject.of("type", type, "state_key", key, "content", content);
  }
}
