package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import parvis.base.Words;
import parvis.platform.http.Call;
import parvis.platform.http.Said;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonString;

/// Which tasks of a space somebody wants to read.
///
/// @param column only those in it, in its order; empty: all, by their numbers
/// @param rare what few tasks are
/// @param common what many are
/// @param page where the page before ended, and how many there are on one
record Filter(
    String column, List<Condition> rare, List<Condition> common, boolean archived, Page page) {
  static final int PAGE_MAX = 1_000;
  private static final int PAGE_DEFAULT = 200;
  static final int TEXT_CHARS_MAX = 200;

  /// A part of the question, and what it compares with.
  record Condition(String sql, List<Object> values) {
    /// Adds one that compares with a value.
    private static Consumer<Object> to(List<Condition> all, String sql) {
      return value -> all.add(new Condition(sql, List.of(value)));
    }
  }

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

    private static Condition of(String word) {
      return Arrays.stream(values())
          .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst()
          .map(one -> new Condition(one.condition, List.of()))
          .orElseThrow(() -> Said.invalid("without", "is assignee, label, parent or due"));
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
        throw Said.invalid("limit", "is at least 1");
      }
      try {
        var number = Long.parseLong(from.substring(cut + 1));
        var rank = from.substring(0, Math.max(cut, 0));
        return new Page(rank, number, (int) Math.min(limit, PAGE_MAX));
      } catch (NumberFormatException foreign) {
        throw Said.invalid("from", "is what a page before gave as \"next\"");
      }
    }
  }

  /// @throws parvis.base.Refused invalidParam
  static Filter read(Call call) {
    var rare = new ArrayList<Condition>();
    var has = "labels @> array[?]::text[]";
    call.query("assignee")
        .map(Filter::person)
        .ifPresent(Condition.to(rare, "assignees @> array[?]::text[]"));
    id(call, "label").ifPresent(Condition.to(rare, has));
    call.query("custom").map(Filter::mark).ifPresent(Condition.to(rare, has));
    id(call, "parent").ifPresent(Condition.to(rare, "parent = ?"));
    call.query("text").flatMap(Filter::words).ifPresent(Condition.to(rare, "words @@ ?::tsquery"));
    var common = new ArrayList<Condition>();
    call.query("priority").map(Filter::priority).ifPresent(Condition.to(common, "priority = ?"));
    call.queryAll("without").stream().distinct().map(Without::of).forEach(common::add);
    call.query("state").map(Filter::state).ifPresent(Condition.to(common, "state = ?"));
    day(call, "due_from").ifPresent(Condition.to(common, "due >= ?"));
    day(call, "due_to").ifPresent(Condition.to(common, "due <= ?"));
    return new Filter(
        id(call, "column").orElse(""),
        rare,
        common,
        call.queryBool("archived").orElse(false),
        Page.read(call));
  }

  private static Optional<String> id(Call call, String name) {
    return call.query(name).map(text -> Said.id(name, text));
  }

  private static String mark(String text) {
    if (text.indexOf('=') < 1 || text.length() > TEXT_CHARS_MAX) {
      throw Said.invalid("custom", "is written field=value");
    }
    return text;
  }

  private static String priority(String text) {
    return ((JsonString) Values.priority("priority", new JsonString(text))).value();
  }

  private static Optional<String> day(Call call, String name) {
    return call.query(name).map(text -> Said.day(name, text).toString());
  }

  private static String person(String text) {
    return UserId.parse(text).orElseThrow(() -> Said.invalid("assignee", "names nobody")).value();
  }

  private static String state(String text) {
    return State.of(text)
        .orElseThrow(() -> Said.invalid("state", "is open, done or validated"))
        .word();
  }

  /// As SQL's `tsquery` is written.

  private static Optional<String> words(String text) {
    if (text.length() > TEXT_CHARS_MAX) {
      throw Said.invalid("text", "is too long");
    }
    return Words.asked(text);
  }

  /// The same of as much as one page takes, from the beginning.
  Filter whole() {
    return with(new Page("", 0, PAGE_MAX));
  }

  /// The same after a task.
  Filter after(Task last) {
    var rank = column.isEmpty() ? "" : last.rank();
    return with(new Page(rank, last.key().number(), page.limit()));
  }

  private Filter with(Page other) {
    return new Filter(column, rare, common, archived, other);
  }

  /// What the next page is asked for by, after a task.
  String next(Task last) {
    var number = Long.toString(last.key().number());
    return column.isEmpty() ? number : last.rank() + "." + number;
  }
}
