package parvis.core.presence;

import java.util.Optional;

/// Whether somebody is there.
/// spec: cs-api#presence
public enum Availability {
  OFFLINE("offline"),
  UNAVAILABLE("unavailable"),
  ONLINE("online");

  private final String word;

  Availability(String word) {
    this.word = word;
  }

  /// What Matrix calls it.
  public String word() {
    return word;
  }

  public static Optional<Availability> of(String word) {
    for (var one : values()) {
      if (one.word.equals(word)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
