package parvis.suite.tasks;

import java.util.List;
import java.util.Optional;
import parvis.platform.db.Tx;
import parvis.platform.http.Call;

/// How many tasks stand in each column, lane by lane: what a board shows before its tasks are read.
/// A task with two assignees stands in the lanes of both.
///
/// @param lane how SQL calls the lane, or the lanes, of a task
/// @param field of the board, where lanes are the values of one
record Lanes(String lane, String field) {
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
          those("select substr(l, ?) from unnest(labels) l where starts_with(l, ?)"),
          Values.id("by", field));
    }
    var lane =
        switch (by) {
          case "column" -> "array['']";
          case "state" -> "array[state]";
          case "priority" -> "array[priority]";
          case "parent" -> "array[coalesce(parent, '')]";
          case "assignee" -> "case when assignees = '{}' then " + NONE + " else assignees end";
          case "label" -> those("select l from unnest(labels) l where strpos(l, '=') = 0");
          default ->
              throw Values.invalid(
                  "by", "is column, state, priority, parent, assignee, label or custom.…");
        };
    return new Lanes(lane, field);
  }

  /// What a question finds, or the lane of what has none.
  private static String those(String question) {
    return "(select coalesce(nullif(array_agg(x), '{}'), "
        + NONE
        + ") from ("
        + question
        + ") q (x))";
  }

  /// @param own whose alone; absent: of everybody
  List<Count> count(Tx tx, long space, Optional<String> own) {
    var query = new Query("select \"column\", lane, count(*) as n from task");
    if (field.isEmpty()) {
      query.then(" cross join unnest(" + lane + ") lane");
    } else {
      var mark = Custom.mark(field, "");
      query.then(" cross join unnest(" + lane + ") lane", mark.length() + 1, mark);
    }
    query.and("space = ?", space).and("not archived");
    own.ifPresent(user -> query.and("own @> array[?]::text[]", user));
    return query
        .then(" group by 1, 2 order by 3 desc, 1, 2 limit ?", COUNTS_MAX)
        .list(tx, row -> new Count(row.text("column"), row.text("lane"), row.number("n")));
  }
}
