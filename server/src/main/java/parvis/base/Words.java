package parvis.base;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words by which things are found: folded, and each once.
public final class Words {
  /// Words of one thing that are kept, words of a question that are searched, and what each takes.
  private static final int KEPT_MAX = 2_000;

  private static final int ASKED_MAX = 8;
  private static final int CHARS_MAX = 60;
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Words() {}

  public static String[] of(String... texts) {
    return words(String.join(" ", texts), KEPT_MAX).toArray(String[]::new);
  }

  /// A question as SQL's `tsquery` is written: of each word the beginning; empty when it has none.
  public static Optional<String> asked(String text) {
    var words = words(text, ASKED_MAX);
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(words.stream().map(word -> word + ":*").collect(Collectors.joining(" & ")));
  }

  private static List<String> words(String text, int max) {
    return Arrays.stream(BETWEEN.split(Folded.of(text)))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, Math.min(word.length(), CHARS_MAX)))
        .distinct()
        .limit(max)
        .toList();
  }
}
