package parvis.protocol.room;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who may enter a room.
///
/// spec: client-server-api#mroomjoin_rules
public enum JoinRule {
  PUBLIC("public", _ -> true),
  INVITE("invite", _ -> true),
  KNOCK("knock", RoomVersion::knocking),
  RESTRICTED("restricted", RoomVersion::restrictedJoins),
  KNOCK_RESTRICTED("knock_restricted", RoomVersion::knockingRestricted),
  /// Reserved, and what every word amounts to that the room's version does not know: nobody enters.
  PRIVATE("private", _ -> true);

  private static final Map<String, JoinRule> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(JoinRule::word, Function.identity()));

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // a question about a constant
  private final Predicate<RoomVersion> known;

  JoinRule(String word, Predicate<RoomVersion> known) {
    this.word = word;
    this.known = known;
  }

  public static Optional<JoinRule> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /// The rule of a room; `INVITE` where none is stated.
  public static JoinRule of(RoomVersion version, RoomState state) {
    return state
        .get(StateSlot.JOIN_RULES)
        .map(event -> stated(event.content()).filter(rule -> rule.known.test(version)))
        .map(rule -> rule.orElse(PRIVATE))
        .orElse(INVITE);
  }

  private static Optional<JoinRule> stated(JsonObject content) {
    return content.string("join_rule").flatMap(JoinRule::of);
  }

  /// The rooms whose members a restricted room admits.
  public static List<RoomId> allowedRooms(RoomState state) {
    JsonArray allow =
        state
            .get(StateSlot.JOIN_RULES)
            .flatMap(event -> event.content().array("allow"))
            .orElse(JsonArray.EMPTY);
    return allow.objects().stream()
        .filter(condition -> condition.string("type").equals(Optional.of("m.room_membership")))
        .flatMap((JsonObject condition) -> condition.string("room_id").stream())
        .flatMap(room -> RoomId.parse(room).stream())
        .toList();
  }

  public String word() {
    return word;
  }

  /// Whether a member of another room may come in on the word of somebody who may invite.
  public boolean restricted() {
    return this == RESTRICTED || this == KNOCK_RESTRICTED;
  }

  public boolean knockable() {
    return this == KNOCK || this == KNOCK_RESTRICTED;
  }
}
