package parvis.core.things;

import java.util.Optional;
import java.util.stream.Stream;
import parvis.platform.http.Body;
import parvis.platform.http.Said;

/// Which of a thing and what it is tied to came of the other.
public enum Way {
  /// Nobody said.
  NONE,
  /// The thing came from the other end.
  FROM,
  /// The other end comes of the thing.
  TO;

  public static final String WORD = "way";

  static String[] words() {
    return Stream.of(FROM, TO).map(Link::word).toArray(String[]::new);
  }

  /// That of a link which somebody asks for.
  public static Way asked(Body wish) {
    return wish.optionalString(WORD, Body.NAME_BYTES_MAX)
        .map(word -> of(word).orElseThrow(() -> Said.invalid(WORD, "is from or to")))
        .orElse(NONE);
  }

  /// That of a link which was noted with its word.
  public static Way noted(Optional<String> word) {
    return word.flatMap(Way::of).orElse(NONE);
  }

  private static Optional<Way> of(String word) {
    return Stream.of(FROM, TO).filter(way -> Link.word(way).equals(word)).findFirst();
  }

  /// As it is told, where somebody said it.
  public Optional<String> word() {
    return this == NONE ? Optional.empty() : Optional.of(Link.word(this));
  }
}
