package parvis.suite.decisions;

import java.util.Optional;
import parvis.base.Words;
import parvis.platform.http.Call;
import parvis.platform.http.Said;

/// Which decisions of a space somebody wants to read.
///
/// @param words as SQL's `tsquery` is written
/// @param whole with what is long
/// @param before the number that ended the page before
record Filter(
    Optional<State> state,
    Optional<Integer> year,
    Optional<String> words,
    boolean whole,
    long before,
    int limit) {
  static final int PAGE_MAX = 200;

  /// Decisions of a page that has what is long.
  static final int WHOLE_PAGE_MAX = 50;

  private static final int PAGE_DEFAULT = 100;
  static final int TEXT_CHARS_MAX = 200;
  static final int YEAR_MIN = 1970;
  static final int YEAR_MAX = 2200;

  /// @throws parvis.base.Refused invalidParam
  static Filter read(Call call) {
    var limit = call.queryLong("limit").orElse(PAGE_DEFAULT);
    if (limit < 1) {
      throw Said.invalid("limit", "is at least 1");
    }
    var whole = call.queryBool("whole").orElse(false);
    return new Filter(
        call.query("state").map(Filter::state),
        call.query("year").map(Filter::year),
        call.query("text").flatMap(Filter::words),
        whole,
        call.queryLong("from").orElse(Long.MAX_VALUE),
        (int) Math.min(limit, whole ? WHOLE_PAGE_MAX : PAGE_MAX));
  }

  /// The same with what is long, from the beginning.
  Filter wholeRegister() {
    return new Filter(state, year, words, true, Long.MAX_VALUE, WHOLE_PAGE_MAX);
  }

  /// The same, of those that come after one.
  Filter after(Decision last) {
    return new Filter(state, year, words, whole, last.key().number(), limit);
  }

  private static State state(String text) {
    return State.of(text)
        .orElseThrow(() -> Said.invalid("state", "is draft, taken, executed or withdrawn"));
  }

  private static int year(String text) {
    try {
      var year = Integer.parseInt(text);
      if (year >= YEAR_MIN && year <= YEAR_MAX) {
        return year;
      }
    } catch (NumberFormatException noYear) {
      throw Said.invalid("year", "is a year, as in 2026");
    }
    throw Said.invalid("year", "lies between " + YEAR_MIN + " and " + YEAR_MAX);
  }

  private static Optional<String> words(String text) {
    if (text.length() > TEXT_CHARS_MAX) {
      throw Said.invalid("text", "is too long");
    }
    return Words.asked(text);
  }
}
