package parvis.core.search;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.memory.Memory;

/// Asks PostgreSQL's French dictionary, and remembers what it said of the words that are used most.
final class Stems {
  private static final int PERCENT = 1;

  /// What is kept of a word takes beside its letters, about, and its letters.
  private static final long ENTRY_BYTES = 400;

  private static final long LETTER_BYTES = 8;

  private static final String STEMS =
      """
      select w.written,
             coalesce(ts_lexize('pg_catalog.french_stem', w.written), array[w.written]) as stems,
             coalesce(ts_lexize('pg_catalog.french_stem', w.folded), array[w.folded]) as plain
        from unnest(?::text[], ?::text[]) as w (written, folded)""";

  /// By the word as it was written.
  private final Cache<String, Entry> known;

  /// @param common whether the word says nothing by itself, such as `la`
  record Entry(Set<String> stems, boolean common) {
    static final Entry NONE = new Entry(Set.of(), false);

    private static Entry of(Row row) {
      var written = row.texts("stems");
      var stems = new LinkedHashSet<String>();
      written.forEach(stem -> stems.add(Word.fold(stem)));
      stems.addAll(row.texts("plain"));
      return new Entry(stems, written.isEmpty());
    }
  }

  Stems(Memory memory) {
    this.known =
        memory.cache("stems", PERCENT, (word, _) -> ENTRY_BYTES + LETTER_BYTES * word.length());
  }

  /// What is to be known of these words, by at most one query.
  Dictionary of(Tx tx, Collection<Word> words) {
    var entries = new HashMap<String, Entry>(words.size());
    var missing = new ArrayList<Word>();
    for (var word : words) {
      if (!entries.containsKey(word.written())) {
        var entry = word.isNumber() ? Entry.NONE : known.getIfPresent(word.written());
        entries.put(word.written(), entry == null ? Entry.NONE : entry);
        if (entry == null) {
          missing.add(word);
        }
      }
    }
    if (!missing.isEmpty()) {
      entries.putAll(ask(tx, missing));
    }
    return new Dictionary(entries);
  }

  private Map<String, Entry> ask(Tx tx, List<Word> words) {
    var said = new HashMap<String, Entry>();
    tx.list(
        row -> said.put(row.text("written"), Entry.of(row)) == null,
        STEMS,
        words.stream().map(Word::written).toArray(String[]::new),
        words.stream().map(Word::folded).toArray(String[]::new));
    known.putAll(said);
    return said;
  }
}
