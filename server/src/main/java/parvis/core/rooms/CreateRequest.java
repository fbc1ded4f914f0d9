package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// What somebody asks of a new room, read and checked.
/// spec: cs-api#post_matrixclientv3createroom
record CreateRequest(
    RoomVersion version,
    Preset preset,
    boolean published,
    Optional<String> aliasName,
    Optional<String> name,
    Optional<String> topic,
    List<UserId> invite,
    boolean direct,
    JsonObject creationContent,
    List<InitialState> initialState,
    JsonObject powerLevelOverride) {

  /// People invited while creating, at most.
  static final int INVITES_MAX = 200;

  /// State events set while creating, at most.
  static final int INITIAL_STATE_MAX = 100;

  private static final int ALIAS_NAME_MAX = 200;
  private static final int NAME_MAX = 255;
  private static final int STATE_NAME_MAX = 255;
  private static final int TOPIC_MAX = 30_000;

  /// State that the server sets itself while creating.
  private static final Set<String> OWN_TYPES = Set.of("m.room.create", State.MEMBER);

  record InitialState(String type, String stateKey, JsonObject content) {}

  /// spec: cs-api#post_matrixclientv3createroom (presets)
  enum Preset {
    PRIVATE_CHAT("invite", "shared", "can_join", false),
    TRUSTED_PRIVATE_CHAT("invite", "shared", "can_join", true),
    PUBLIC_CHAT("public", "shared", "forbidden", false);

    final String joinRule;
    final String historyVisibility;
    final String guestAccess;
    final boolean trusted;

    Preset(String joinRule, String historyVisibility, String guestAccess, boolean trusted) {
      this.joinRule = joinRule;
      this.historyVisibility = historyVisibility;
      this.guestAccess = guestAccess;
      this.trusted = trusted;
    }

    static Preset of(Optional<String> word, boolean published) {
      return switch (word.orElse(published ? "public_chat" : "private_chat")) {
        case "private_chat" -> PRIVATE_CHAT;
        case "trusted_private_chat" -> TRUSTED_PRIVATE_CHAT;
        case "public_chat" -> PUBLIC_CHAT;
        default ->
            throw Refused.invalidParam(
                "preset must be private_chat, trusted_private_chat or public_chat.");
      };
    }
  }

  static CreateRequest read(Body body, RoomVersion defaultVersion) {
    var published =
        switch (body.optionalString("visibility").orElse("private")) {
          case "public" -> true;
          case "private" -> false;
          default -> throw Refused.invalidParam("visibility must be public or private.");
        };
    if (body.optionalArray("invite_3pid").filter(a -> !a.values().isEmpty()).isPresent()) {
      throw Refused.forbidden("Invitations by e-mail address are not open on this server.");
    }
    return new CreateRequest(
        version(body, defaultVersion),
        Preset.of(body.optionalString("preset"), published),
        published,
        body.optionalString("room_alias_name").map(CreateRequest::aliasName),
        body.optionalString("name").map(name -> bounded("name", name, NAME_MAX)),
        body.optionalString("topic").map(topic -> bounded("topic", topic, TOPIC_MAX)),
        people(body, "invite", INVITES_MAX),
        body.optionalBool("is_direct").orElse(false),
        body.optionalObject("creation_content").orElse(JsonObject.EMPTY),
        initialState(body),
        body.optionalObject("power_level_content_override").orElse(JsonObject.EMPTY));
  }

  /// The same wish with another preset, other first state and other levels.
  CreateRequest with(Preset as, List<InitialState> states, JsonObject levels) {
    return new CreateRequest(
        version,
        as,
        published,
        aliasName,
        name,
        topic,
        invite,
        direct,
        creationContent,
        List.copyOf(states),
        levels);
  }

  private static RoomVersion version(Body body, RoomVersion defaultVersion) {
    return body.optionalString("room_version")
        .map(id -> RoomVersion.of(id).orElseThrow(Refused::unsupportedRoomVersion))
        .orElse(defaultVersion);
  }

  private static String aliasName(String name) {
    if (name.isEmpty() || name.length() > ALIAS_NAME_MAX || name.contains(":")) {
      throw Refused.invalidParam("room_alias_name has 1 to 200 characters and no colon.");
    }
    return name;
  }

  private static String bounded(String field, String text, int max) {
    if (text.length() > max) {
      throw Refused.invalidParam(field + " has at most " + max + " characters.");
    }
    return text;
  }

  static List<UserId> people(Body body, String name, int max) {
    var people = new ArrayList<UserId>();
    for (var id : body.strings(name, max)) {
      people.add(
          UserId.parse(id).orElseThrow(() -> Refused.invalidParam(id + " is not a user id.")));
    }
    return List.copyOf(people.stream().distinct().toList());
  }

  private static List<InitialState> initialState(Body body) {
    var states = new ArrayList<InitialState>();
    for (var value : body.optionalArray("initial_state").map(a -> a.values()).orElse(List.of())) {
      if (!(value instanceof JsonObject state)) {
        throw Refused.badJson("initial_state holds objects.");
      }
      var fields = new Body(state);
      var type = fields.string("type", STATE_NAME_MAX);
      var stateKey = fields.optionalString("state_key", STATE_NAME_MAX).orElse("");
      Sending.check(type, stateKey);
      if (OWN_TYPES.contains(type)) {
        throw Refused.invalidParam("initial_state does not hold " + type + ".");
      }
      states.add(new InitialState(type, stateKey, fields.object("content")));
    }
    if (states.size() > INITIAL_STATE_MAX) {
      throw Refused.invalidParam("initial_state has at most " + INITIAL_STATE_MAX + " events.");
    }
    return List.copyOf(states);
  }
}
