package parvis.suite.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Words;
import parvis.platform.http.Call;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonString;

/// Which tasks of a space somebody wants to read.
///
/// @param column only those in it, in its order; absent: all, by their numbers
/// @param mark a value in a field of the board, as [Custom#mark] writes it
/// @param without what they have none of
/// @param words as SQL's `tsquery` is written
/// @param page where the page before ended, and how many there are on one
record Filter(
    Optional<String> column,
    Optional<String> assignee,
    Optional<String> label,
    Optional<String> mark,
    Optional<String> parent,
    Optional<String> priority,
    List<Without> without,
    Optional<State> state,
    Optional<String> dueFrom,
    Optional<String> dueTo,
    Optional<String> words,
    boolean archived,
    Page page) {
  static final int PAGE_MAX = 1_000;
  private static final int PAGE_DEFAULT = 200;
  static final int TEXT_CHARS_MAX = 200;

  /// What a task may have none of.
  enum Without {
    ASSIGNEE("assignees = '{}'"),
    LABEL("not exists (select from unnest(labels) l where strpos(l, '=') = 0)"),
    PARENT("parent is null"),
    DUE("due is null");

    private final String condition;

    Without(String condition) {
      this.condition = condition;
    }

    String condition() {
      return condition;
    }

    private static Without of(String word) {
      return Arrays.stream(values())
          .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst()
          .orElseThrow(() -> Values.invalid("without", "is assignee, label, parent or due"));
    }
  }

  /// A page of a list.
  ///
  /// @param rank with `number` where the page before ended; empty and 0: from the beginning
  record Page(String rank, long number, int limit) {
    static Page read(Call call) {
      var from = call.query("from").orElse("0");
      var cut = from.indexOf('.');
      var limit = call.queryLong("limit").orElse(PAGE_DEFAULT);
      if (limit < 1) {
        throw Values.invalid("limit", "is at least 1");
      }
      try {
        var number = Long.parseLong(from.substring(cut + 1));
        var rank = from.substring(0, Math.max(cut, 0));
        return new Page(rank, number, (int) Math.min(limit, PAGE_MAX));
      } catch (NumberFormatException foreign) {
        throw Values.invalid("from", "is what a page before gave as \"next\"");
      }
    }
  }

  /// @throws parvis.base.Refused invalidParam
  static Filter read(Call call) {
    return new Filter(
        id(call, "column"),
        call.query("assignee").map(Filter::person),
        id(call, "label"),
        call.query("custom").map(Filter::mark),
        id(call, "parent"),
        call.query("priority").map(Filter::priority),
        call.queryAll("without").stream().map(Without::of).distinct().toList(),
        call.query("state").map(Filter::state),
        day(call, "due_from"),
        day(call, "due_to"),
        call.query("text").flatMap(Filter::words),
        call.queryBool("archived").orElse(false),
        Page.read(call));
  }

  private static Optional<String> id(Call call, String name) {
    return call.query(name).map(text -> Values.id(name, text));
  }

  private static String mark(String text) {
    if (text.indexOf('=') < 1 || text.length() > TEXT_CHARS_MAX) {
      throw Values.invalid("custom", "is written field=value");
    }
    return text;
  }

  private static String priority(String text) {
    return ((JsonString) Values.priority("priority", new JsonString(text))).value();
  }

  private static Optional<String> day(Call call, String name) {
    return call.query(name).map(text -> Values.day(name, text).toString());
  }

  private static String person(String text) {
    return UserId.parse(text).orElseThrow(() -> Values.invalid("assignee", "names nobody")).value();
  }

  private static State state(String text) {
    return State.of(text).orElseThrow(() -> Values.invalid("state", "is open, done or validated"));
  }

  private static Optional<String> words(String text) {
    if (text.length() > TEXT_CHARS_MAX) {
      throw Values.invalid("text", "is too long");
    }
    return Words.asked(text);
  }

  /// Whether it asks for what few tasks have.
  boolean isNarrow() {
    return assignee.isPresent()
        || label.isPresent()
        || mark.isPresent()
        || parent.isPresent()
        || words.isPresent();
  }

  /// The same of as much as one page takes, from the beginning.
  Filter whole() {
    return with(new Page("", 0, PAGE_MAX));
  }

  /// The same after a task.
  Filter after(Task last) {
    var rank = column.isPresent() ? last.rank() : "";
    return with(new Page(rank, last.key().number(), page.limit()));
  }

  private Filter with(Page other) {
    return new Filter(
        column, assignee, label, mark, parent, priority, without, state, dueFrom, dueTo, words,
        archived, other);
  }

  /// What the next page is asked for by, after a task.
  String next(Task last) {
    var number = Long.toString(last.key().number());
    return column.isPresent() ? last.rank() + "." + number : number;
  }
}
