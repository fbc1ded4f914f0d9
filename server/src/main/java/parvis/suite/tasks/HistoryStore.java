package parvis.suite.tasks;

import java.util.Arrays;
import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// What became of tasks, in the database. Of each task the latest changes are kept, up to so many
/// bytes.
final class HistoryStore {
  /// Versions on one page, and bytes after which it ends.
  static final int PAGE_VERSIONS = 50;

  static final long PAGE_BYTES_MAX = 1024 * 1024;

  /// What the history of one task takes; of one that takes more, the latest half of that is kept.
  static final long TASK_BYTES_MAX = 8L * 1024 * 1024;

  /// What a change takes besides its values.
  static final int CHANGE_BYTES = 100;

  private static final String NOTE =
      """
      insert into task_change (task, version, field, "by", at_ms, was, became)
      select ?, ?, field, ?, ?, was, became
        from unnest(?::text[], ?::text[], ?::text[]) as c (field, was, became)""";

  /// Of many versions nothing is kept: who watches comes and goes.
  private static final String PAGE =
      """
      select version, field, "by", at_ms, was, became
        from (select *, sum(octet_length(was) + octet_length(became)) over (order by version desc)
                        - sum(octet_length(was) + octet_length(became)) over (partition by version)
                        as later_bytes
                from task_change
               where task = ? and version = any(array(
                     select distinct version from task_change where task = ? and version <= ?
                      order by version desc limit ?))) c
       where later_bytes < ? order by version desc, field""";

  private static final String OLDEST = "select min(version) as n from task_change where task = ?";

  private static final String CUT =
      """
      delete from task_change
       where task = ? and version <=
             (select max(version)
                from (select version,
                             sum(octet_length(was) + octet_length(became) + ?)
                               over (order by version desc) as kept_bytes
                        from task_change where task = ?) c
               where kept_bytes > ?)""";

  private static final String COUNT =
      """
      update task set history_bytes =
             (select coalesce(sum(octet_length(was) + octet_length(became) + ?), 0)
                from task_change where task = ?)
       where nid = ?""";

  private static final String STOOD =
      "select from task_change where task = ? and field = 'place' and ? in (was, became) limit 1";

  /// What became of a value.
  record Change(long version, String field, Fact fact, JsonValue was, JsonValue became) {}

  /// What one version changed, as it is kept.
  record Step(String[] fields, String[] was, String[] became) {
    static Step between(Task before, Task after) {
      var changed =
          Arrays.stream(Field.values())
              .filter(field -> !before.value(field).equals(after.value(field)))
              .toList();
      return new Step(
          changed.stream().map(Field::word).toArray(String[]::new),
          changed.stream().map(field -> text(field, before, after)).toArray(String[]::new),
          changed.stream().map(field -> text(field, after, before)).toArray(String[]::new));
    }

    /// A value; of the fields of a board, those that the other one has otherwise.
    private static String text(Field field, Task task, Task other) {
      var value = task.value(field);
      return field == Field.CUSTOM
          ? Custom.unlike(value, other.value(field)).toString()
          : value.toString();
    }

    long bytes() {
      long bytes = 0;
      for (int i = 0; i < fields.length; i++) {
        bytes += CHANGE_BYTES + TaskStore.bytes(was[i]) + TaskStore.bytes(became[i]);
      }
      return bytes;
    }
  }

  /// Keeps a step.
  void note(Tx tx, Task after, Step step, Fact by) {
    tx.runLater(
        NOTE,
        after.key().nid(),
        after.version(),
        by.by(),
        by.atMs(),
        step.fields(),
        step.was(),
        step.became());
  }

  /// Leaves of the history of a task the latest, where it has become too much.
  ///
  /// @param bytes what it takes now
  void cut(Tx tx, Task after, long bytes) {
    if (bytes > TASK_BYTES_MAX) {
      long task = after.key().nid();
      tx.run(CUT, task, CHANGE_BYTES, task, TASK_BYTES_MAX / 2);
      tx.run(COUNT, CHANGE_BYTES, task, task);
    }
  }

  /// The latest first, from a version on; whole versions.
  List<Change> page(Tx tx, Task task, long from) {
    var last = Math.min(from, task.version());
    var nid = task.key().nid();
    return tx.list(HistoryStore::change, PAGE, nid, nid, last, PAGE_VERSIONS, PAGE_BYTES_MAX);
  }

  /// The first version of which something is kept.
  long oldest(Tx tx, Task task) {
    return tx.first(row -> row.optionalNumber("n"), OLDEST, task.key().nid())
        .orElseThrow()
        .orElse(Long.MAX_VALUE);
  }

  /// Whether a task had a place before.
  boolean stood(Tx tx, Task.Key key, JsonObject place) {
    return tx.first(_ -> true, STOOD, key.nid(), place.toString()).isPresent();
  }

  private static Change change(Row row) {
    return new Change(
        row.number("version"),
        row.text("field"),
        new Fact(row.text("by"), row.number("at_ms")),
        TaskStore.value(row.text("was")),
        TaskStore.value(row.text("became")));
  }
}
