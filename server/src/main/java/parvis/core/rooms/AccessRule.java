package parvis.core.rooms;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import parvis.core.rooms.AccessTable.Kind;
import parvis.protocol.json.JsonObject;

/// What the state event of access rules says.
///
/// @param rule absent: one that nobody knows, or none
/// @param visibility `public` or `private`; absent: not said
/// @param clear whether the room was made to be in clear; absent: not said
record AccessRule(Optional<Rule> rule, Optional<String> visibility, Optional<Boolean> clear) {
  static final String TYPE = "im.vector.room.access_rules";

  /// For whom a forum is: `all`, else its own organisation.
  static final String FORUM = "fr.parvis.forum";

  static final String SCOPE = "scope";
  static final String RULE = "rule";
  static final String VISIBILITY = "visibility";
  static final String CLEAR = "force_unencrypted_at_creation";
  static final String PUBLIC = "public";
  static final String PRIVATE = "private";

  /// Whom a room lets in.
  enum Rule {
    /// Agents alone.
    RESTRICTED,
    /// Externals who are invited, too.
    UNRESTRICTED,
    /// The two who began it.
    DIRECT;

    static Optional<Rule> of(String word) {
      return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static AccessRule of(JsonObject content) {
    return new AccessRule(
        content.string(RULE).flatMap(Rule::of), content.string(VISIBILITY), content.bool(CLEAR));
  }

  /// What a room says; without an event it is closed to externals, and public when everybody may
  /// join it.
  static AccessRule of(State state) {
    return state
        .event(TYPE, "")
        .map(event -> of(event.pdu().content()))
        .orElseGet(
            () ->
                new AccessRule(
                    Optional.of(Rule.RESTRICTED),
                    joinsArePublic(state) ? Optional.of(PUBLIC) : Optional.empty(),
                    Optional.empty()));
  }

  static boolean joinsArePublic(State state) {
    return state
        .event("m.room.join_rules", "")
        .flatMap(event -> event.pdu().content().string("join_rule"))
        .filter(PUBLIC::equals)
        .isPresent();
  }

  /// Whether a forum says that it is for the agents of all organisations.
  private static boolean isWide(State state) {
    return state
        .event(FORUM, "")
        .flatMap(event -> event.pdu().content().string(SCOPE))
        .filter("all"::equals)
        .isPresent();
  }

  /// The kind of room in a state.
  static Kind kind(State state) {
    var said = of(state);
    return switch (said.rule().orElse(Rule.RESTRICTED)) {
      case DIRECT -> Kind.DIRECT;
      case UNRESTRICTED -> Closing.isClosed(state) ? Kind.CLOSED : Kind.OPENED;
      case RESTRICTED -> {
        if (said.visibility().filter(PUBLIC::equals).isPresent()) {
          yield isWide(state) ? Kind.WIDE : Kind.FORUM;
        }
        yield state.event("m.room.encryption", "").isPresent() ? Kind.PRIVATE : Kind.CLEAR;
      }
    };
  }
}
