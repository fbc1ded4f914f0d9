package parvis.core.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The words that were found, as they are written in what is told, and of a long text the part
/// around the first of them.
final class Marks {
  /// Characters of a text that are looked at, and that are told.
  private static final int LOOKED_AT_MAX = 20_000;

  private static final int TOLD_MAX = 300;

  /// Characters that are told before the first word that was found.
  private static final int BEFORE_MAX = 60;

  private static final int WORDS_MAX = 100;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final Question question;
  private final Set<String> words = new LinkedHashSet<>();

  Marks(Question question) {
    this.question = question;
  }

  List<String> words() {
    return List.copyOf(words);
  }

  /// The part of a text that tells why it was found.
  String excerpt(String text) {
    var line = SPACES.matcher(cut(text, LOOKED_AT_MAX)).replaceAll(" ").strip();
    int first = first(line);
    int from = first <= BEFORE_MAX ? 0 : line.lastIndexOf(' ', first - BEFORE_MAX) + 1;
    var told = cut(line.substring(from), TOLD_MAX);
    look(told);
    return (from > 0 ? "… " : "") + told + (from + told.length() < line.length() ? "…" : "");
  }

  /// Notes which words of a text were asked for.
  void look(String text) {
    var word = WORD.matcher(text);
    while (word.find() && words.size() < WORDS_MAX) {
      if (question.asksFor(Word.fold(word.group()))) {
        words.add(word.group());
      }
    }
  }

  private int first(String text) {
    var word = WORD.matcher(text);
    while (word.find()) {
      if (question.asksFor(Word.fold(word.group()))) {
        return word.start();
      }
    }
    return 0;
  }

  /// No pair of characters that are one is cut in two.
  private static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }
}
