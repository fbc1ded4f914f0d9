package parvis.suite.tasks;

import java.util.List;
import parvis.platform.db.Tx;
import parvis.platform.http.Call;
import parvis.platform.http.Said;

/// How many tasks stand in each column, lane by lane: what a board shows before its tasks are read.
/// A task with two assignees stands in the lanes of both.
///
/// @param kind of what its lanes are, and how many one task has
/// @param lane how SQL calls the lane, or the lanes, of a task
/// @param field of the board, where lanes are the values of one
record Lanes(Kind kind, String lane, String field) {
  /// What the lanes of a task are.
  enum Kind {
    /// None but its column.
    COLUMN,
    /// One.
    ONE,
    /// One, and it is another task.
    TASK,
    MANY
  }

  /// Lanes and columns that are told, the fullest first.
  static final int COUNTS_MAX = 2_000;

  private static final String NONE = "'{\"\"}'::text[]";

  /// @param lane empty: of none
  record Count(String column, String lane, long tasks) {}

  /// @throws parvis.base.Refused invalidParam
  static Lanes read(Call call) {
    var by = call.query("by").orElse("column");
    var field = by.startsWith(Custom.word("")) ? by.substring(Custom.word("").length()) : "";
    if (!field.isEmpty()) {
      return new Lanes(
          Kind.MANY,
          those("select substr(l, ?) from unnest(labels) l where starts_with(l, ?)"),
          Said.id("by", field));
    }
    return switch (by) {
      case "column" -> new Lanes(Kind.COLUMN, "''", "");
      case "state" -> new Lanes(Kind.ONE, "state", "");
      case "priority" -> new Lanes(Kind.ONE, "priority", "");
      case "parent" -> new Lanes(Kind.TASK, "coalesce(parent, '')", "");
      case "assignee" ->
          new Lanes(
              Kind.MANY, "case when assignees = '{}' then " + NONE + " else assignees end", "");
      case "label" ->
          new Lanes(
              Kind.MANY, those("select l from unnest(labels) l where strpos(l, '=') = 0"), "");
      default ->
          throw Said.invalid(
              "by", "is column, state, priority, parent, assignee, label or custom.…");
    };
  }

  /// Whether lanes are other tasks, by their ids.
  boolean ofTasks() {
    return kind == Kind.TASK;
  }

  /// What a question finds, or the lane of what has none.
  private static String those(String question) {
    return "(select coalesce(nullif(array_agg(x), '{}'), "
        + NONE
        + ") from ("
        + question
        + ") q (x))";
  }

  /// Of the column alone, which is asked most often, an index is counted, and no row is read.
  List<Count> count(Tx tx, Reach reach) {
    var one = kind == Kind.MANY ? "lane" : lane + " as lane";
    var query = new Query("select \"column\", " + one + ", count(*) as n from task");
    if (!field.isEmpty()) {
      var mark = Custom.mark(field, "");
      query.then(" cross join unnest(" + lane + ") lane", mark.length() + 1, mark);
    } else if (kind == Kind.MANY) {
      query.then(" cross join unnest(" + lane + ") lane");
    }
    query.and("space = ?", reach.spaceNid()).and("not archived");
    if (!reach.seesAll()) {
      query.and("own @> array[?]::text[]", reach.user().value());
    }
    return query
        .then(kind == Kind.COLUMN ? " group by 1" : " group by 1, 2")
        .then(" order by 3 desc, 1, 2 limit ?", COUNTS_MAX)
        .list(tx, row -> new Count(row.text("column"), row.text("lane"), row.number("n")));
  }
}
