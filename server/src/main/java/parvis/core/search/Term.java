package parvis.core.search;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.platform.db.Db;

/// What is searched: the words of the question that say something, and what they are found by.
///
/// @param begins whether words are found that begin with one of these
/// @param near by the word, other ones that it may be a slip of
record Term(
    Dictionary dictionary, List<Word> words, boolean begins, Map<String, Set<String>> near) {
  /// Words of a question that are searched; those behind them are not.
  static final int WORDS_MAX = 16;

  static Term of(Db db, Stems stems, String text) {
    var words = Word.of(text, WORDS_MAX);
    var dictionary = words.isEmpty() ? Dictionary.EMPTY : db.read(tx -> stems.of(tx, words));
    return new Term(dictionary, dictionary.telling(words), false, Map.of());
  }

  Term beginning() {
    return new Term(dictionary, words, true, near);
  }

  Term near(Map<String, Set<String>> others) {
    return new Term(dictionary, words, begins, others);
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /// The question to a room, as SQL's `tsquery` is written.
  String query(long room) {
    var prefix = Dictionary.prefix(room);
    return words.stream().map(word -> query(prefix, word)).collect(Collectors.joining("&"));
  }

  private String query(String prefix, Word word) {
    var begun = begins && word.folded().length() >= Question.BEGINS_MIN;
    return forms(word)
        .map(form -> prefix + form + (begun && form.equals(word.folded()) ? "':*" : "'"))
        .collect(Collectors.joining("|", "(", ")"));
  }

  private Stream<String> forms(Word word) {
    return Stream.concat(
        dictionary.lexemes(word).stream(), near.getOrDefault(word.folded(), Set.of()).stream());
  }

  /// Everything that any of its words is found by.
  Set<String> lexemes() {
    var lexemes = new HashSet<String>();
    words.forEach(word -> lexemes.addAll(dictionary.lexemes(word)));
    return lexemes;
  }
}
