package parvis.core.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What PostgreSQL's French dictionary knows of some words ([Stems]).
///
/// A word stands for itself and for its stems: of how it was written, since the rules of French ask
/// for accents, and of how it is compared, since many people type none. So `réunions`, `reunion`
/// and `RÉUNION` find each other, and `décidées` finds `décider`.
final class Dictionary {
  static final Dictionary EMPTY = new Dictionary(Map.of());

  /// What a word, its stem and its places take in a vector, about.
  private static final int WORD_CHARS = 40;

  /// The last place in a text that PostgreSQL knows.
  private static final int PLACE_MAX = 16_383;

  /// By the word as it was written.
  private final Map<String, Stems.Entry> entries;

  Dictionary(Map<String, Stems.Entry> entries) {
    this.entries = entries;
  }

  private Stems.Entry entry(Word word) {
    return entries.getOrDefault(word.written(), Stems.Entry.NONE);
  }

  /// A text of a room as SQL's `tsvector` is written. Words weigh more than their stems. Common
  /// words stand nowhere in it: hardly anybody asks for them.
  ///
  /// @param words where each word stands in it, ascending
  String vector(long room, Map<Word, List<Integer>> words) {
    var vector = new StringBuilder(words.size() * WORD_CHARS);
    var prefix = prefix(room);
    words.forEach(
        (word, places) -> {
          var entry = entry(word);
          if (entry.common()) {
            vector.append(prefix).append(word.folded()).append("' ");
            return;
          }
          lexeme(vector, prefix, word.folded(), places, "A,");
          for (var stem : entry.stems()) {
            if (!stem.equals(word.folded())) {
              lexeme(vector, prefix, stem, places, ",");
            }
          }
        });
    return vector.toString();
  }

  private static void lexeme(
      StringBuilder vector, String prefix, String letters, List<Integer> places, String weight) {
    vector.append(prefix).append(letters).append("':");
    for (int place : places) {
      vector.append(Math.min(place, PLACE_MAX)).append(weight);
    }
    vector.setCharAt(vector.length() - 1, ' ');
  }

  /// The words of a term that a search asks for: all but the common ones, unless there are no
  /// others.
  List<Word> telling(List<Word> term) {
    var telling = term.stream().filter(word -> !entry(word).common()).distinct().toList();
    return telling.isEmpty() ? term.stream().distinct().toList() : telling;
  }

  /// What a word is found by, and finds.
  Set<String> lexemes(Word word) {
    var lexemes = new LinkedHashSet<String>();
    lexemes.add(word.folded());
    var entry = entry(word);
    if (!entry.common()) {
      lexemes.addAll(entry.stems());
    }
    return lexemes;
  }

  /// What stands before each word that was said in a room. Letters and digits alone follow: nothing
  /// needs to be escaped.
  static String prefix(long room) {
    return "'" + Long.toString(room, Character.MAX_RADIX) + "_";
  }
}
