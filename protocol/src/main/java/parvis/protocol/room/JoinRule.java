package parvis.protocol.room;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who may enter a room.
///
/// spec: client-server-api#mroomjoin_rules
public enum JoinRule {
  PUBLIC("public"),
  INVITE("invite"),
  KNOCK("knock"),
  RESTRICTED("restricted"),
  KNOCK_RESTRICTED("knock_restricted"),
  /// Reserved, and what every unknown word amounts to: nobody enters.
  PRIVATE("private");

  private static final Map<String, JoinRule> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(JoinRule::word, Function.identity()));

  private final String word;

  JoinRule(String word) {
    this.word = word;
  }

  public static Optional<JoinRule> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /// The rule of a room; `INVITE` where none is stated.
  public static JoinRule of(RoomState state) {
    return state
        .get(StateSlot.JOIN_RULES)
        .map(event -> event.content().string("join_rule").flatMap(JoinRule::of).orElse(PRIVATE))
        .orElse(INVITE);
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

  /// Whether an invitation (or being inside already) is enough to join.
  boolean admitsInvited() {
    return this != PRIVATE;
  }

  /// Whether a member of another room may come in on the word of somebody who may invite.
  public boolean restricted() {
    return this == RESTRICTED || this == KNOCK_RESTRICTED;
  }

  public boolean knockable() {
    return this == KNOCK || this == KNOCK_RESTRICTED;
  }
}
