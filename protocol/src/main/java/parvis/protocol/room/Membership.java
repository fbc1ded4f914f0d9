package parvis.protocol.room;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.id.UserId;

/// What somebody is to a room.
///
/// spec: client-server-api#mroommember
public enum Membership {
  INVITE("invite", 1),
  JOIN("join", 2),
  LEAVE("leave", 3),
  BAN("ban", 4),
  KNOCK("knock", 5);

  private static final Map<String, Membership> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(Membership::word, Function.identity()));

  private final String word;
  private final short code;

  Membership(String word, int code) {
    this.word = word;
    this.code = (short) code;
  }

  public static Optional<Membership> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /// The membership a member event gives its target; empty for other events and unknown words.
  public static Optional<Membership> of(Pdu event) {
    if (!event.type().equals(EventType.MEMBER) || !event.isState()) return Optional.empty();
    return event.content().string("membership").flatMap(Membership::of);
  }

  /// The membership of a user; `LEAVE` for one the room has never heard of.
  public static Membership of(RoomState state, UserId user) {
    return of(state, user.value());
  }

  static Membership of(RoomState state, String user) {
    return state.membership(user).orElse(LEAVE);
  }

  public static Optional<Membership> ofCode(int code) {
    return code >= 1 && code <= values().length
        ? Optional.of(values()[code - 1])
        : Optional.empty();
  }

  public String word() {
    return word;
  }

  /// The number under which it is stored; 0 stands for none.
  public short code() {
    return code;
  }
}
