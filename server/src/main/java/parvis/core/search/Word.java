package parvis.core.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parvis.base.Folded;

/// A word as it was written, in small letters, and as it is compared: without accents.
record Word(String written, String folded) {
  /// Characters of a word that count; the others are taken off.
  static final int LENGTH_MAX = 64;

  /// Whether it is made of digits alone, of which no language has another form.
  boolean isNumber() {
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) < '0' || written.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /// The words of a text, in order: what lies between anything but letters and digits.
  ///
  /// @param max later ones are left out
  static List<Word> of(String text, int max) {
    return of(text, max, new HashMap<>());
  }

  /// @param met words by how they are written: of many texts, each word is looked at once
  static List<Word> of(String text, int max, Map<String, Optional<Word>> met) {
    var plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    var words = new ArrayList<Word>();
    int at = 0;
    while (at < plain.length() && words.size() < max) {
      int begin = at;
      while (at < plain.length() && belongs(plain.codePointAt(at))) {
        at += Character.charCount(plain.codePointAt(at));
      }
      if (at > begin) {
        met.computeIfAbsent(plain.substring(begin, at), Word::read).ifPresent(words::add);
      } else {
        at += Character.charCount(plain.codePointAt(at));
      }
    }
    return words;
  }

  /// The words of a text, each once, and where they stand in it; the first word at 1.
  static Map<Word, List<Integer>> places(List<Word> text) {
    var places = new LinkedHashMap<Word, List<Integer>>();
    for (int i = 0; i < text.size(); i++) {
      places.computeIfAbsent(text.get(i), _ -> new ArrayList<>()).add(i + 1);
    }
    return places;
  }

  private static Optional<Word> read(String written) {
    int length = Math.min(written.length(), LENGTH_MAX);
    var cut = length < written.length() && Character.isHighSurrogate(written.charAt(length - 1));
    var some = written.substring(0, cut ? length - 1 : length);
    var folded = isPlain(some) ? some : fold(some);
    return folded.isEmpty() ? Optional.empty() : Optional.of(new Word(some, folded));
  }

  /// Whether it is compared as it is written, being made of the letters and digits of ASCII.
  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean belongs(int character) {
    return Character.isLetterOrDigit(character)
        || Character.getType(character) == Character.NON_SPACING_MARK;
  }

  /// Letters and digits alone, folded.
  static String fold(String written) {
    return Folded.of(written)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
