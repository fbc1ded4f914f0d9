package parvis.core.search;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parvis.platform.db.Db;

/// What is searched: the words of the question that say something, and what they are found by.
record Term(Dictionary dictionary, List<Word> words) {
  /// Words of a question that are searched; those behind them are not.
  static final int WORDS_MAX = 16;

  static Term of(Db db, Stems stems, String text) {
    var words = Word.of(text, WORDS_MAX);
    var dictionary = words.isEmpty() ? Dictionary.EMPTY : db.read(tx -> stems.of(tx, words));
    return new Term(dictionary, dictionary.telling(words));
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /// The question to a room, as SQL's `tsquery` is written.
  String query(long room) {
    return dictionary.query(room, words);
  }

  /// Everything that any of its words is found by.
  Set<String> lexemes() {
    var lexemes = new HashSet<String>();
    words.forEach(word -> lexemes.addAll(dictionary.lexemes(word)));
    return lexemes;
  }
}
