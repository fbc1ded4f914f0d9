package parvis.core.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// What PostgreSQL's French dictionary knows of some words.
///
/// A word stands for itself and for its stems: of how it was written, since the rules of French ask
/// for accents, and of how it is compared, since many people type none. So `réunions`, `reunion`
/// and `RÉUNION` find each other, and `décidées` finds `décider`.
final class Dictionary {
  static final Dictionary EMPTY = new Dictionary(Map.of());

  private static final String STEMS =
      """
      select w.written, w.folded,
             coalesce(ts_lexize('pg_catalog.french_stem', w.written), array[w.written]) as stems,
             coalesce(ts_lexize('pg_catalog.french_stem', w.folded), array[w.folded]) as plain
        from unnest(?::text[], ?::text[]) as w (written, folded)""";

  /// Places of one word in a text that PostgreSQL keeps.
  private static final int PLACES_MAX = 255;

  /// The last place in a text that PostgreSQL knows.
  private static final int PLACE_MAX = 16_383;

  private final Map<Word, Entry> entries;

  /// @param common whether the word says nothing by itself, such as `la`
  private record Entry(Set<String> stems, boolean common) {}

  private Dictionary(Map<Word, Entry> entries) {
    this.entries = entries;
  }

  static Dictionary of(Tx tx, Collection<Word> words) {
    var distinct = new LinkedHashSet<>(words);
    var entries = new HashMap<Word, Entry>();
    tx.list(
        row -> entries.put(new Word(row.text("written"), row.text("folded")), entry(row)) == null,
        STEMS,
        distinct.stream().map(Word::written).toArray(String[]::new),
        distinct.stream().map(Word::folded).toArray(String[]::new));
    return new Dictionary(entries);
  }

  private static Entry entry(Row row) {
    var written = row.texts("stems");
    var stems = new LinkedHashSet<String>();
    written.forEach(stem -> stems.add(Word.fold(stem)));
    stems.addAll(row.texts("plain"));
    return new Entry(stems, written.isEmpty());
  }

  private Entry entry(Word word) {
    return entries.getOrDefault(word, new Entry(Set.of(), false));
  }

  /// A text of a room as SQL's `tsvector` is written. Words weigh more than their stems.
  String vector(long room, List<Word> words) {
    var places = new LinkedHashMap<String, List<String>>();
    int place = 0;
    for (var word : words) {
      place = Math.min(place + 1, PLACE_MAX);
      place(places, word.folded(), place + "A");
      var entry = entry(word);
      if (!entry.common()) {
        for (var stem : entry.stems()) {
          place(places, stem, Integer.toString(place));
        }
      }
    }
    return places.entrySet().stream()
        .map(e -> lexeme(room, e.getKey()) + ":" + String.join(",", e.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static void place(Map<String, List<String>> places, String lexeme, String place) {
    var all = places.computeIfAbsent(lexeme, _ -> new ArrayList<>());
    if (all.size() < PLACES_MAX) {
      all.add(place);
    }
  }

  /// The words of a term that a search asks for: all but the common ones, unless there are no
  /// others.
  List<Word> telling(List<Word> term) {
    var telling = term.stream().filter(word -> !entry(word).common()).distinct().toList();
    return telling.isEmpty() ? term.stream().distinct().toList() : telling;
  }

  /// A search for all of these words in a room, as SQL's `tsquery` is written.
  String query(long room, List<Word> words) {
    return words.stream()
        .map(
            word ->
                lexemes(word).stream()
                    .map(lexeme -> lexeme(room, lexeme))
                    .collect(Collectors.joining("|", "(", ")")))
        .collect(Collectors.joining("&"));
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

  /// Letters and digits alone: nothing in it needs to be escaped.
  private static String lexeme(long room, String word) {
    return "'" + Long.toString(room, Character.MAX_RADIX) + "_" + word + "'";
  }
}
