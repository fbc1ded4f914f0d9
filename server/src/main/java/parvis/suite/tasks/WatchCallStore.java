package parvis.suite.tasks;

import java.util.Collection;
import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Who watches a task and is to hear that it goes on, in the database: each reader of each task is
/// told once of whatever happens before they are, and no sooner again than after a pause.
///
/// Whoever changes a task holds its row, so no two of them note one reader at once; and they touch
/// no row that is there, so nobody waits for who tells.
final class WatchCallStore {
  private static final String ADD =
      """
      insert into task_watch_call (nid, task, "to", "by", at_ms, due_ms, told)
      select nextval('nid'), ?, one, ?, ?,
             coalesce((select max(due_ms) from task_watch_call where task = ? and "to" = one), 0), false
        from unnest(?::text[]) as one
       where not exists (select from task_watch_call where task = ? and "to" = one and not told)""";

  private static final String OLDEST =
      """
      select c.nid, t.id as task, c."to", c."by", c.at_ms
        from task_watch_call c join task t on t.nid = c.task
       where not c.told and c.due_ms <= ? order by c.due_ms, c.nid limit ?""";

  private static final String LATER = "update task_watch_call set due_ms = ? where nid = any(?)";

  private static final String TOLD =
      "update task_watch_call set told = true, due_ms = ? where nid = any(?)";

  private static final String FORGET =
      """
      delete from task_watch_call
       where nid in (select nid from task_watch_call where told and due_ms <= ? limit ?)""";

  void add(Tx tx, Task task, Collection<String> people, Fact fact) {
    var nid = task.key().nid();
    tx.runLater(ADD, nid, fact.by(), fact.atMs(), nid, people.toArray(String[]::new), nid);
  }

  List<Calling> oldest(Tx tx, long nowMs, int max) {
    return tx.list(WatchCallStore::calling, OLDEST, nowMs, max);
  }

  void later(Tx tx, long[] nids, long dueMs) {
    tx.run(LATER, dueMs, nids);
  }

  /// Notes that some were told, and when they may be told of the same task again.
  void told(Tx tx, long[] nids, long againMs) {
    tx.run(TOLD, againMs, nids);
  }

  /// Forgets those who were told and may be told again.
  void forget(Tx tx, long nowMs, int max) {
    tx.run(FORGET, nowMs, max);
  }

  private static Calling calling(Row row) {
    return new Calling(
        row.number("nid"),
        Calling.Kind.WATCHED,
        row.text("task"),
        row.text("to"),
        new Fact(row.text("by"), row.number("at_ms")));
  }
}
