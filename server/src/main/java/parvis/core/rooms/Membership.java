package parvis.core.rooms;

import java.util.Optional;

/// What a person is to a room. The code is what the database holds.
/// spec: cs-api#mroommember
public enum Membership {
  INVITE(1, "invite"),
  JOIN(2, "join"),
  LEAVE(3, "leave"),
  BAN(4, "ban"),
  KNOCK(5, "knock");

  private final short code;
  private final String word;

  Membership(int code, String word) {
    this.code = (short) code;
    this.word = word;
  }

  public short code() {
    return code;
  }

  public String word() {
    return word;
  }

  public static Optional<Membership> of(String word) {
    for (var membership : values()) {
      if (membership.word.equals(word)) {
        return Optional.of(membership);
      }
    }
    return Optional.empty();
  }

  static Optional<Membership> of(long code) {
    for (var membership : values()) {
      if (membership.code == code) {
        return Optional.of(membership);
      }
    }
    return Optional.empty();
  }
}
